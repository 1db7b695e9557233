using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Kernels;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests;

public sealed class CoreProofTests
{
    [Theory]
    [InlineData(1, new[] { 5, 3 })]
    [InlineData(3, new[] { 7, 6, 4 })]
    [InlineData(1, new[] { 1, 1 })]
    [InlineData(2, new[] { 16, 9, 8, 2 })]
    public void Prove_HonestRun_IsAccepted(int batch, int[] widths)
    {
        SmallCore core = new(seed: batch, batch, widths);
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(ProofFault.None, CoreVerifier.Verify<QuadraticExtension>(statement, proof));
    }

    /// <summary>Bytes that prove nothing must not cost what a proof costs.</summary>
    [Fact]
    public void Run_BehindAFault_StopsUnlessChallengesAreCounted()
    {
        SmallCore core = new(seed: 1, batch: 1, 5, 3);
        CoreStatement statement = core.State(core.Run(), core.CommitKey());
        ProofReader stopped = new([], statement.Open<QuadraticExtension>());
        ProofReader counted = new([], statement.Open<QuadraticExtension>());

        CoreVerifier.Run<QuadraticExtension>(ref stopped, statement, goesOn: false);
        CoreVerifier.Run<QuadraticExtension>(ref counted, statement, goesOn: true);

        Assert.Equal(ProofFault.CutShort, stopped.Fault);
        Assert.DoesNotContain(stopped.Transcript.Soundness.Terms, static term => term.Part == "openings");
        Assert.Contains(counted.Transcript.Soundness.Terms, static term => term.Part == "openings");
    }

    /// <summary>Whenever it comes: before the commitment, or at any time during the proof.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(15)]
    public void Prove_Cancelled_Stops(int milliseconds)
    {
        SmallCore core = new(seed: 1, batch: 1, 300, 100, 10);
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);
        using CancellationTokenSource source = new();
        if (milliseconds == 0)
            source.Cancel();
        else
            source.CancelAfter(milliseconds);

        Assert.ThrowsAny<OperationCanceledException>(ProveAgainAndAgain);

        // However fast the machine is, a proof is under way when it comes.
        void ProveAgainAndAgain()
        {
            while (true)
                CoreProver.Prove<QuadraticExtension>(statement, witness, key, source.Token);
        }
    }

    [Fact]
    public void Commit_Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(static () => CommittedVector.Create(new CommitmentShape(4, 10, 2), new Goldilocks[1 << 14], new CancellationToken(canceled: true)));

    /// <summary>There is no choice in a proof: the kernels write the bytes of the plain form.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(1, new[] { 5, 3 })]
    [InlineData(3, new[] { 7, 6, 4 })]
    public void Prove_ByKernels_GivesTheBytesOfThePlainForm(int batch, int[] widths)
    {
        SmallCore core = new(seed: batch, batch, widths);
        CoreWitness witness = core.Run();
        CommittedColumns key = core.CommitKey();
        CoreStatement statement = core.State(witness, key);

        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key, TestContext.Current.CancellationToken);

        Assert.Equal(CoreProver.Prove<ScalarQuadratic>(statement, witness, key, TestContext.Current.CancellationToken), proof);
    }
}
