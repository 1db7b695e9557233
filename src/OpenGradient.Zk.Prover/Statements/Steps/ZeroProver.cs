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

/// <summary>The prover of <see cref="ZeroVerifier"/>.</summary>
internal static class ZeroProver
{
    public static void Pin<TExtension>(ProofWriter writer, CoreWitness witness, ZeroStep step, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        TensorShape shape = new(claims.Circuit.Values[step.X].Shape.AsSpan());
        TExtension[] z = writer.Transcript.Challenges<TExtension>(shape.VariableCount);
        TExtension lambda = writer.Transcript.Challenge<TExtension>();
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Cells(
            new ZeroEquation<TExtension>(lambda),
            z,
            CellTables.Of<TExtension>(shape, witness.Value(step.X)),
            CellTables.Of<TExtension>(shape, witness.Value(step.Output)),
            CellTables.Of<TExtension>(shape, witness.Column(step.Inverse)));
        TExtension[] point = SumcheckProver.ProveWeighted(writer, summand, z);
        writer.Write(MessageLabel.EqualValues, summand.ValueOf(0), summand.ValueOf(1), summand.ValueOf(2));
        var at = Claim<TExtension>.AtPoint(shape.CellCounts, point, TExtension.Zero);
        claims.Add(step.X, at with { Sum = summand.ValueOf(0) });
        claims.AddColumn(claims.Circuit.Values[step.Output].Column, at with { Sum = summand.ValueOf(1) });
        claims.AddColumn(step.Inverse, at with { Sum = summand.ValueOf(2) });
    }
}
