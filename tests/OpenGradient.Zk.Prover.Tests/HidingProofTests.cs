using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

public sealed class HidingProofTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Prove_HonestRun_IsAccepted(bool hidesInputs, bool hidesWeights) =>
        Check<QuadraticExtension>(new SmallCore(seed: 3, batch: 3, 7, 6, 4) { Visibility = new(hidesInputs, hidesWeights) });

    [Fact]
    public void Prove_PrivateInput_IsAcceptedAndNotShown()
    {
        StepCore core = new(2, 6) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        int weights = core.Weight(4, 6);
        core.Step("FixedLinear", [core.Begin(), weights]);

        Assert.Equal(ProofFault.None, core.Judge(core.Run()));
    }

    /// <summary>Integers that a model takes in as they are: an interval that limbs alone do not keep.</summary>
    [Theory]
    [InlineData(int.MaxValue, true)]
    [InlineData(-int.MaxValue, true)]
    [InlineData(1L + int.MaxValue, false)]
    [InlineData(-1L - int.MaxValue, false)]
    public void Prove_PrivateInteger_StaysInItsInterval(long token, bool isHeld)
    {
        StepCore core = new(1, 3) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        int tokens = core.AddTokens([1, 3], 1, 2, token);
        core.Step("Sub", [core.Begin(), tokens]);

        CoreWitness witness = core.Run();

        if (core.State(witness, key: null).IsWellFormed())
            Assert.Equal(isHeld, core.Judge(witness) == ProofFault.None);
    }

    private static void Check<TExtension>(SmallCore core)
        where TExtension : struct, IExtension<TExtension>
    {
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);

        byte[] proof = CoreProver.Prove<TExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<TExtension>(statement, proof));
    }
}
