using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Statements;
using OpenGradient.Zk.Prover.Tests.Steps;
using OpenGradient.Zk.Statements;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>What a verifier keeps of claims: a Program chooses how long their vectors are.</summary>
public sealed class VerifierClaimsTests
{
    [Fact]
    public void Add_MoreNumbersThanAllowed_IsTooLargeUntilTheStepIsDone()
    {
        (CoreStatement statement, int value) = Summed();
        VerifierClaims<QuadraticExtension> claims = new(statement, mostHeld: 15);
        ProofReader reader = new([], Transcript.Start<QuadraticExtension>());
        Claim<QuadraticExtension> vector = new([new(1, new QuadraticExtension[10])], default);

        claims.Add(ref reader, value, vector);
        Assert.False(claims.IsTooLarge);
        claims.Add(ref reader, value, vector);
        Assert.True(claims.IsTooLarge);
        claims.Drop(value);

        Assert.False(claims.IsTooLarge);
        Assert.Empty(claims.About(value));
    }

    /// <summary>What was worked out of a point, and can be again, is not kept.</summary>
    [Fact]
    public void Add_ClaimsAtPoints_KeepNoVectors()
    {
        (CoreStatement statement, int value) = Summed();
        VerifierClaims<QuadraticExtension> claims = new(statement, mostHeld: 0);
        ProofReader reader = new([], Transcript.Start<QuadraticExtension>());
        var claim = Claim<QuadraticExtension>.AtPoint([10], reader.Transcript.Challenges<QuadraticExtension>(4), default);
        QuadraticExtension[] cells = claim.Weight[0].Cells;

        claims.Add(ref reader, value, claim);

        Assert.False(claims.IsTooLarge);
        Assert.Equal(cells, claims.About(value)[0].Weight[0].Cells);
    }

    /// <summary>A Program whose claims grow is refused, whatever its proof, and what was not counted of its errors counts as certain.</summary>
    [Fact]
    public void Run_MoreThanClaimsMayKeep_IsRefusedAndProvesNothing()
    {
        StepCore core = new(10);
        (int one, int axis) = (core.Constant([], 1), core.Constant([1], 0));
        core.Step("ReduceSum", [core.Step("Add", [core.Begin(), one]), axis]);
        CoreWitness witness = core.Run();
        CoreStatement statement = core.State(witness, key: null);
        byte[] proof = CoreProver.Prove<QuadraticExtension>(statement, witness, key: null, TestContext.Current.CancellationToken);
        ProofReader enough = new(proof, statement.Open<QuadraticExtension>());
        ProofReader reader = new(proof, statement.Open<QuadraticExtension>());

        CoreVerifier.Run<QuadraticExtension>(ref enough, statement, goesOn: false, mostHeld: 10);
        CoreVerifier.Run<QuadraticExtension>(ref reader, statement, goesOn: false, mostHeld: 9);

        Assert.Equal(ProofFault.None, enough.Fault);
        Assert.Equal(ProofFault.StatementTooLarge, reader.Fault);
        Assert.False(reader.Transcript.Soundness.Reaches(1));
    }

    private static (CoreStatement Statement, int Value) Summed()
    {
        StepCore core = new(10);
        int one = core.Constant([], 1);
        int value = core.Step("Add", [core.Begin(), one]);
        return (core.State(core.Run(), key: null), value);
    }
}
