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
