using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

public sealed class HidingProofTests
{
    [Theory]
    [InlineData(1, new[] { 5, 3 })]
    [InlineData(3, new[] { 7, 6, 4 })]
    public void Prove_HonestRun_IsAccepted(int batch, int[] widths)
    {
        Check<QuadraticExtension>(batch, widths);
        Check<CubicExtension>(batch, widths);
    }

    [Fact]
    public void Prove_PrivateInput_IsAcceptedAndNotShown()
    {
        StepCore core = new(2, 6) { Visibility = new(HidesInputs: true, HidesWeights: false) };
        int weights = core.Weight(4, 6);
        core.Step("FixedLinear", [core.Begin(), weights]);

        Assert.Equal(ProofFault.None, core.Judge(core.Run()));
    }

    private static void Check<TExtension>(int batch, int[] widths)
        where TExtension : struct, IExtension<TExtension>
    {
        SmallCore core = new(seed: batch, batch, widths);
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        statement = statement with { Circuit = statement.Circuit with { Visibility = new(HidesInputs: false, HidesWeights: true) } };

        byte[] proof = CoreProver.Prove<TExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<TExtension>(statement, proof));
    }
}
