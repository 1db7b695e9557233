using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Statements.Equations;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="LimitVerifier"/>.</summary>
internal static class LimitProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, LimitStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        LimbProver.Send(writer, MessageLabel.LimbValues, witness, step.Difference, claim, claims);
        claims.Send(writer, MessageLabel.LimitValues, witness, step.Bound, claim.BehindBroadcast(claims.Circuit.Values[step.Bound].Shape));
        claims.Add(step.X, claim with { Sum = BulkArithmetic<TExtension>.Instance.Weigh(claim, witness.Value(step.X)) });
    }

    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, LimitStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(claims.Circuit.Values[step.X].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Cells(
            new LimitEquation<TExtension>(),
            z,
            CellTables.Of<TExtension>(shape, witness.Value(step.X)),
            CellTables.Of<TExtension>(shape, witness.Broadcast(step.Bound, shape.CellCounts)),
            CellTables.Of<TExtension>(shape, witness.Number(step.Difference)));
        Claim<TExtension> at = BulkArithmetic<TExtension>.Instance.AtPoint(shape.CellCounts, SumcheckProver.ProveWeighted(writer, summand, z));
        claims.Send(writer, MessageLabel.LimitValues, witness, step.X, at);
        claims.Send(writer, MessageLabel.LimitValues, witness, step.Bound, at.BehindBroadcast(claims.Circuit.Values[step.Bound].Shape));
        LimbProver.Send(writer, MessageLabel.LimitValues, witness, step.Difference, at, claims);
    }
}
