using OpenGradient.Tests;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Files;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>A prover that lies in one place and is honest everywhere else, to itself consistent where it can be: every lie is refused, whether weights are hidden or not, and whatever trees are hashed with.</summary>
public abstract class MaliciousProverTests(bool hidesWeights, bool hasBlake3)
{
    private static readonly int[] Widths = [5, 4, 3];

    [Fact]
    public void Prove_AnyColumnWithOneOtherCell_IsRefused()
    {
        int columns = Create().Core.Circuit.WitnessColumns.Length;
        for (int column = 0; column < columns; column++)
        {
            (SmallCore core, CoreWitness witness) = Create();
            witness.Column(column)[^1] += column % 2 == 0 ? 1 : -1;
            if (column < core.Circuit.CountsColumn(0))
                Recounted.Apply(core.Circuit, witness);

            Refuse(core, witness);
        }
    }

    /// <summary>q and its remainder, moved against each other so that their equation still holds.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Prove_ShiftedQuotientWithItsRemainder_IsRefused(int change)
    {
        (SmallCore core, CoreWitness witness) = Create();
        var scale = (ScaleStep)core.Circuit.Steps.First(static step => step is ScaleStep { Table: > 0 });
        long q = witness.Column(scale.Quotient)[0] += change;
        witness.Column(core.Circuit.Values[scale.Output].Column)[0] = core.Circuit.TableEntry(scale.Table, (int)q + (1 << 15));
        witness.Column(scale.Remainder.Columns[^1])[0] -= change * (1L << (scale.Shift - (16 * (scale.Remainder.Columns.Length - 1))));
        Recounted.Apply(core.Circuit, witness);

        Refuse(core, witness);
    }

    [Fact]
    public void Prove_OtherEntryOfTheTable_IsRefused()
    {
        (SmallCore core, CoreWitness witness) = Create();
        var scale = (ScaleStep)core.Circuit.Steps.First(static step => step is ScaleStep { Table: > 0 });
        witness.Column(core.Circuit.Values[scale.Output].Column)[0] = core.Circuit.TableEntry(scale.Table, 77);

        Refuse(core, witness);
    }

    [Fact]
    public void Prove_UnlimitedValue_IsRefused()
    {
        (SmallCore core, CoreWitness witness) = Create();
        var limit = (LimitStep)core.Circuit.Steps.First(static step => step is LimitStep);
        witness.Value(limit.Output)[0]--;
        witness.Column(limit.Difference.Columns[0])[0] += 2;
        Recounted.Apply(core.Circuit, witness);

        Refuse(core, witness);
    }

    [Fact]
    public void Verify_OtherOutput_IsRefused() => RefuseAbout(static honest => honest with { Outputs = [[honest.Outputs[0][0] + 1, .. honest.Outputs[0][1..]]] });

    [Fact]
    [Trait("Category", "Slow")]
    public void Verify_OtherInput_IsRefused() => RefuseAbout(static honest => honest with { Inputs = [[honest.Inputs[0][0] ^ 1, .. honest.Inputs[0][1..]]] });

    [Fact]
    public void Verify_OtherNonceKeyFieldOrHash_IsRefused()
    {
        (SmallCore core, CoreWitness witness) = Create();
        CommittedColumns key = core.CommitKey();
        CoreStatement honest = core.State(witness, key);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(honest, witness, key, TestContext.Current.CancellationToken);

        Refuse(honest with { Nonce = [1, .. new byte[31]] }, proof);
        Refuse(honest with { Key = honest.Key with { Root = [.. honest.Key.Root[..^1], (byte)(honest.Key.Root[^1] ^ 1)] } }, proof);
        Refuse(honest with { Parameters = honest.Parameters with { Trees = hasBlake3 ? TreeHash.Keccak256 : TreeHash.Blake3 } }, proof);
        Assert.NotEqual(ProofFault.None, CoreVerifier.Verify<CubicExtension>(honest, proof));
    }

    [Fact]
    public void Verify_StatementThatDoesNotHoldTogether_IsRefusedBeforeItsProof()
    {
        (SmallCore core, CoreWitness witness) = Create();
        CoreStatement honest = core.State(witness, core.CommitKey());
        CoreStatement[] malformed =
        [
            honest with { Nonce = [] }, honest with { Inputs = [] }, honest with { Outputs = [[]] }, honest with { Inputs = [[.. honest.Inputs[0][1..], long.MaxValue]] },
            honest with { Key = honest.Key with { Root = [] } }, honest with { Key = honest.Key with { RowSums = honest.Key.RowSums.SetItem(0, honest.Key.RowSums[0] + 1) } },
        ];

        Assert.All(malformed, static statement => Assert.Equal(ProofFault.StatementMalformed, CoreVerifier.Verify<QuadraticExtension>(statement, [])));
    }

    [Fact]
    public void Prove_OtherWeights_AreRefused()
    {
        (SmallCore core, CoreWitness honest) = Create();
        CommittedColumns key = core.CommitKey();
        core.Weights[0][0]++; // the run and the opening use them; the key holds the others
        CoreWitness witness = core.Run();
        Assert.NotEqual(honest.Value(core.Circuit.BorderOutputs[0]), witness.Value(core.Circuit.BorderOutputs[0]));
        CoreStatement lie = core.State(witness, key);

        Refuse(lie, CoreProver.Prove<QuadraticExtension>(lie, witness, key, TestContext.Current.CancellationToken));
        Refuse(lie, CoreProver.Prove<QuadraticExtension>(lie, witness, core.CommitKey(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Verify_DamagedProof_IsRefused()
    {
        (SmallCore core, CoreWitness witness) = Create();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);
        Random random = new(5);
        int stretch = proof.Length / FixedSample.Share(200);

        Assert.Equal(ProofFault.TrailingBytes, CoreVerifier.Verify<QuadraticExtension>(statement, [.. proof, 0]));
        Assert.Equal(ProofFault.CutShort, CoreVerifier.Verify<QuadraticExtension>(statement, []));
        // Every part of a proof: one bit in a byte of each stretch.
        for (int start = 0; start < proof.Length; start += stretch)
        {
            byte[] damaged = [.. proof];
            damaged[Math.Min(proof.Length - 1, start + random.Next(stretch))] ^= (byte)(1 << random.Next(8));
            Refuse(statement, damaged);
            Assert.Equal(ProofFault.CutShort, CoreVerifier.Verify<QuadraticExtension>(statement, proof.AsSpan(0, random.Next(proof.Length))));
        }
    }

    private (SmallCore Core, CoreWitness Witness) Create()
    {
        SmallCore core = new(seed: 11, batch: 1, Widths) { Visibility = new(HidesInputs: false, hidesWeights), Trees = hasBlake3 ? TreeHash.Blake3 : TreeHash.Keccak256 };
        return (core, core.Run());
    }

    /// <summary>Neither the proof of a lie nor that of the truth is one of the lie.</summary>
    private void RefuseAbout(Func<CoreStatement, CoreStatement> lieOf)
    {
        (SmallCore core, CoreWitness witness) = Create();
        CommittedColumns key = core.CommitKey();
        CoreStatement honest = core.State(witness, key);
        CoreStatement lie = lieOf(honest);

        Refuse(lie, CoreProver.Prove<QuadraticExtension>(lie, witness, key, TestContext.Current.CancellationToken));
        Refuse(lie, CoreProver.Prove<QuadraticExtension>(honest, witness, key, TestContext.Current.CancellationToken));
    }

    private static void Refuse(SmallCore core, CoreWitness witness)
    {
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        if (statement.IsWellFormed())
            Refuse(statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));
    }

    private static void Refuse(CoreStatement statement, ReadOnlySpan<byte> proof) => Assert.NotEqual(ProofFault.None, FileForm.Verify<QuadraticExtension>(statement, proof));
}
