using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
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
        CombinedTables<TExtension> summand = new(
            3,
            values => values[0] * PositiveVerifier.Cell(values[1], values[2], lambda),
            BulkArithmetic<TExtension>.Instance.EqualityTable(z), CellTables.Of<TExtension>(shape, witness.Value(step.X)), CellTables.Of<TExtension>(shape, witness.Value(step.Output)));
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.OrderValues, summand.ValueOf(1), summand.ValueOf(2));
        var at = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero);
        claims.Add(step.X, at with { Sum = summand.ValueOf(1) });
        claims.AddColumn(claims.Circuit.Values[step.Output].Column, at with { Sum = summand.ValueOf(2) });
    }
}
