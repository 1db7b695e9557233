using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;
using OpenGradient.Zk.Trees;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>Traps that other proof systems fell into, in both modes, one test each: what was published about them is told in a sentence.</summary>
/// <remarks>That hiding is no weaker than the plain mode (P16) is that all of these hold in both; <see cref="TrapRuleTests"/> has those that no mode changes.</remarks>
public abstract class TrapTests(bool isHiding, bool hasBlake3)
{
    /// <summary>Where the first number of E stands: behind the root, that of the pads if there are any, and the nonce of the lookups.</summary>
    private int FirstNumber => (isHiding ? 64 : 32) + sizeof(ulong);

    /// <summary>A range proof about other numbers than the sums were proved of: the columns of one proof with the openings of another.</summary>
    [Fact]
    public void P01_PartsOfTwoWitnesses_DoNotMakeAProof()
    {
        (StepCore core, StepCore other) = (Scaled(), Scaled());
        other.Input = [.. other.Input.Select(static x => x - 1)];
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        (_, byte[] second) = Prove(other, other.Run());

        int same = Math.Min(proof.Length, second.Length);
        foreach (int cut in new[] { 32, same / 4, same / 2, same - 64 })
            Assert.NotEqual(ProofFault.None, Verify(statement, [.. proof[..cut], .. second[cut..]]));
    }

    /// <summary>There is no number in a proof that could be another one without a later challenge changing: a bit of any message is noticed.</summary>
    [Fact]
    public void P03_AnyMessageChanged_IsRefused()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        for (int turn = 0, place = 0; place < proof.Length; turn++, place = turn * proof.Length / 60)
        {
            byte[] changed = [.. proof];
            changed[place] ^= 1;
            Assert.NotEqual(ProofFault.None, Verify(statement, changed));
        }
    }

    /// <summary>The proof of a maximum, shown for a minimum of the same shapes and outputs.</summary>
    [Fact]
    public void P04_AProofOfAnotherOperator_IsRefused()
    {
        StepCore Named(string name)
        {
            StepCore core = Create(4, [3, 3, 3, 3]);
            int three = core.Constant([], 3);
            core.Step(name, [core.Begin(), three]);
            return core;
        }

        (CoreStatement minimum, byte[] proof) = Prove(Named("Min"), Named("Min").Run());
        (CoreStatement maximum, _) = Prove(Named("Max"), Named("Max").Run());

        Assert.Equal(minimum.Outputs[0], maximum.Outputs[0]);
        Assert.Equal(ProofFault.None, Verify(minimum, proof));
        Assert.NotEqual(ProofFault.None, Verify(maximum, proof));
    }

    /// <summary>A value read three times, twice by one step: a lie that one reader alone sees is a lie.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void P07_AValueReadTwice_HasOneContent()
    {
        StepCore core = Create(4, [1, 2, 3, 4]);
        int five = core.Constant([], 5);
        int shared = core.Step("Max", [core.Begin(), five]);
        core.Step("Sub", [core.Step("Mul", [shared, shared]), shared]);
        CoreWitness witness = core.Run();
        Assert.Equal(ProofFault.None, core.Judge(witness));

        long[] outputs = [.. witness.Value(core.Circuit.BorderOutputs[0])];
        outputs[1] = (5 * 5) - 6;

        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs));
    }

    /// <summary>EZKL took any y with |x - y d| &lt; d: here each neighbour is refused, with the remainder that would balance it.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void P08_NonUniqueRounding_IsRefused(long change)
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        ScaleStep scale = core.Circuit.Steps.OfType<ScaleStep>().Single();
        witness.Column(scale.QuotientLimbs.Columns[0])[0] += change;
        witness.Column(scale.Remainder.Columns[0])[0] -= change << scale.Shift;
        witness.Value(scale.Output)[0] += change;
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, Verify(Prove(core, witness)));
    }

    /// <summary>A count that is off by one, and a root denominator of 0, which would let any numerator pass.</summary>
    [Fact]
    public void P11_FalseCountsAndZeroDenominators_AreRefused()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        witness.Column(core.Circuit.CountsColumn(0))[0]++;
        Assert.NotEqual(ProofFault.None, Verify(Prove(core, witness)));

        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        proof.AsSpan(FirstNumber, 16).Clear();
        Assert.NotEqual(ProofFault.None, Verify(statement, proof));
    }

    /// <summary>Bytes behind a proof, an element in its second form, a proof that ends early.</summary>
    [Fact]
    public void P14_OtherBytesOfTheSameProof_AreRefused()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        byte[] second = [.. proof];
        second.AsSpan(FirstNumber, 8).Fill(0xFF);

        Assert.Equal(ProofFault.TrailingBytes, Verify(statement, [.. proof, 0]));
        Assert.Equal(ProofFault.NotCanonical, Verify(statement, second));
        Assert.NotEqual(ProofFault.None, Verify(statement, proof[..^1]));
    }

    /// <summary>How steps are wired is the verifier's own: two operands in the other order are another Program, with another transcript and circuit.</summary>
    [Fact]
    public void P15_OtherWiring_IsAnotherStatement()
    {
        StepCore Difference(bool isSwapped)
        {
            StepCore core = Create(3, [2, 2, 2]);
            int two = core.Constant([], 2);
            int begin = core.Begin();
            core.Step("Sub", isSwapped ? [two, begin] : [begin, two]);
            return core;
        }

        (_, byte[] proof) = Prove(Difference(isSwapped: false), Difference(isSwapped: false).Run());
        (CoreStatement swapped, _) = Prove(Difference(isSwapped: true), Difference(isSwapped: true).Run());

        Assert.NotEqual(ProofFault.None, Verify(swapped, proof));
    }

    /// <summary>Any bytes are an answer, never an exception.</summary>
    [Fact]
    public void P20_AnyBytes_AreAnAnswer()
    {
        StepCore core = Scaled();
        (CoreStatement statement, byte[] proof) = Prove(core, core.Run());
        Random random = new(5);
        for (int turn = 0; turn < 60; turn++)
        {
            byte[] bytes = turn % 2 == 0 ? [.. proof] : new byte[random.Next(proof.Length)];
            random.NextBytes(turn % 2 == 0 ? bytes.AsSpan(random.Next(bytes.Length)) : bytes);
            Assert.NotEqual(ProofFault.None, Verify(statement, bytes));
        }
    }

    /// <summary>zkGPT's numbers of layers wrapped at 256.</summary>
    [Fact]
    public void P21_ThreeHundredSteps_AreThreeHundredSteps()
    {
        StepCore core = Create(2, [1, 2]);
        int one = core.Constant([], 1);
        int last = core.Begin();
        for (int step = 0; step < 300; step++)
            last = core.Step("Add", [last, one]);
        CoreWitness witness = core.Run();

        Assert.Equal([301, 302], witness.Value(core.Circuit.BorderOutputs[0]));
        Assert.Equal(ProofFault.None, Verify(Prove(core, witness)));
        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs: [301 - 256, 302 - 256]));
    }

    /// <summary>Of two equal numbers the second, said to be the first of the largest.</summary>
    [Fact]
    public void P23_TheOtherOfTwoEquals_IsRefused()
    {
        StepCore core = Create(3, [4, 9, 9]);
        core.Step("ArgMax", [core.Begin()], ("axis", "0"), ("keepdims", "0"));
        CoreWitness witness = core.Run();
        ChoiceStep choice = core.Circuit.Steps.OfType<ChoiceStep>().Single();
        Assert.Equal([0, 1, 0], witness.Value(choice.Output));
        long[] lie = [0, 0, 1];
        lie.CopyTo(witness.Value(choice.Output), 0);
        lie.CopyTo(witness.Column(core.Circuit.Values[choice.Output].Column), 0);
        core.RunAfter(choice, witness);
        Recounted.Apply(core.Circuit, witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    /// <summary>Two lies that cancel in a plain sum of rows.</summary>
    [Fact]
    public void P24_LiesThatCancelEachOther_AreRefused()
    {
        StepCore core = Scaled();
        CoreWitness witness = core.Run();
        long[] outputs = [.. witness.Value(core.Circuit.BorderOutputs[0])];
        (outputs[0], outputs[1]) = (outputs[0] + 1, outputs[1] - 1);

        Assert.NotEqual(ProofFault.None, core.Judge(witness, outputs));
    }

    private StepCore Scaled()
    {
        StepCore core = new(2, 3) { Input = [7, -5, 9, 100, -30, 3], Visibility = new(HidesInputs: false, HidesWeights: isHiding), Trees = hasBlake3 ? TreeHash.Blake3 : TreeHash.Keccak256 };
        int factors = core.Constant([1], 40_503);
        core.Step("FixedScale", [core.Begin(), factors], ("shift", "16"));
        return core;
    }

    private StepCore Create(long cellCount, long[] input) => new(cellCount) { Input = input, Visibility = new(HidesInputs: false, HidesWeights: isHiding), Trees = hasBlake3 ? TreeHash.Blake3 : TreeHash.Keccak256 };

    private static (CoreStatement Statement, byte[] Proof) Prove(StepCore core, CoreWitness witness)
    {
        CommittedColumns? key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        return (statement, CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken));
    }

    private static ProofFault Verify((CoreStatement Statement, byte[] Proof) proven) => Verify(proven.Statement, proven.Proof);

    private static ProofFault Verify(CoreStatement statement, byte[] proof) => CoreVerifier.Verify<QuadraticExtension>(statement, proof);
}
