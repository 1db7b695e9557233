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

/// <summary>The prover of <see cref="PositiveVerifier"/>.</summary>
internal static class PositiveProver
{
    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, PositiveStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(claims.Circuit.Values[step.X].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        Claim<TExtension> atZ = BulkArithmetic<TExtension>.Instance.AtPoint(shape.CellCounts, z);
        LimbProver.Send(writer, MessageLabel.OrderValues, witness, step.Distance, atZ, claims);
        TExtension lambda = writer.Transcript.Challenge<TExtension>();
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Cells(
            new PositiveEquation<TExtension>(lambda), z, CellTables.Of<TExtension>(shape, witness.Value(step.X)), CellTables.Of<TExtension>(shape, witness.Value(step.Output)));
        TExtension[] point = SumcheckProver.ProveWeighted(writer, summand, z);
        writer.Write(MessageLabel.OrderValues, summand.ValueOf(0), summand.ValueOf(1));
        var at = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero);
        claims.Add(step.X, at with { Sum = summand.ValueOf(0) });
        claims.AddColumn(claims.Circuit.Values[step.Output].Column, at with { Sum = summand.ValueOf(1) });
    }
}
