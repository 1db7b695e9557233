using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Files;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Soundness;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Hiding;

public sealed class HidingProofTests
{
    private const long MostToken = (1L << 30) - 1;

    [Fact]
    public void Prove_HonestRunThatHidesAll_IsAccepted() => ProveAndCheck(hidesInputs: true, hidesWeights: true);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Prove_HonestRunThatHidesAPart_IsAccepted(bool hidesInputs, bool hidesWeights) => ProveAndCheck(hidesInputs, hidesWeights);

    private static void ProveAndCheck(bool hidesInputs, bool hidesWeights)
    {
        SmallCore core = new(seed: 3, batch: 3, 7, 6, 4) { Visibility = new(hidesInputs, hidesWeights) };

        Check<QuadraticExtension>(core);
        Check<CubicExtension>(core);
    }

    [Fact]
    public void Prove_PrivateInput_IsAcceptedAndNotShown()
    {
        StepCore core = new(2, 6) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        int weights = core.Weight(4, 6);
        core.Step("FixedLinear", [core.Begin(), weights]);

        Assert.Equal(ProofFault.None, core.Judge(core.Run()));
    }

    /// <summary>Integers that a model takes in as they are, at both ends of the interval that their limbs keep.</summary>
    [Theory]
    [InlineData(MostToken)]
    [InlineData(-1 - MostToken)]
    public void Prove_PrivateIntegerAtTheEnd_IsAccepted(long token)
    {
        StepCore core = Tokens(token);

        Assert.Equal(ProofFault.None, core.Judge(core.Run()));
    }

    /// <summary>The next number that the highest limb would tell, and all that is made of it: no row of the table has that limb.</summary>
    [Fact]
    public void Prove_PrivateIntegerBeyondItsInterval_IsRefused()
    {
        StepCore core = Tokens(MostToken);
        CoreWitness witness = core.Run();
        InputStep step = core.Circuit.Steps.OfType<InputStep>().Single(step => witness.Value(step.Output)[^1] == MostToken);
        witness.Column(step.Limbs.Columns[^1])[2]++;
        witness.Value(step.Output)[2] += 1L << 16;
        core.RunAfter(step, witness);

        Assert.NotEqual(ProofFault.None, core.Judge(witness));
    }

    private static StepCore Tokens(long last)
    {
        StepCore core = new(1, 3) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        int tokens = core.AddTokens([1, 3], 1, 2, last);
        core.Step("Sub", [core.Begin(), tokens]);
        return core;
    }

    private static void Check<TExtension>(SmallCore core)
        where TExtension : struct, IExtension<TExtension>
    {
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        statement = statement with { Parameters = ParameterChoice.For<TExtension>(statement) };

        byte[] proof = CoreProver.Prove<TExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, FileForm.Verify<TExtension>(statement, proof));
    }
}
