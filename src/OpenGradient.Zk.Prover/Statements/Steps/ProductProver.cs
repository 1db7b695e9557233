using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="ProductVerifier"/>.</summary>
internal static class ProductProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, ProductStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        BulkArithmetic<TExtension> arithmetic = BulkArithmetic<TExtension>.Instance;
        TensorShape shape = new(claims.Circuit.Values[step.Output].Shape.AsSpan());
        ISummand<TExtension> summand = arithmetic.Product(
            CellTables.Of(shape, BulkArithmetic<TExtension>.Joined(claim.Weight)),
            CellTables.Of<TExtension>(shape, witness.Broadcast(step.Left, shape.CellCounts)),
            CellTables.Of<TExtension>(shape, witness.Broadcast(step.Right, shape.CellCounts)));
        Claim<TExtension> at = arithmetic.AtPoint(shape.CellCounts, SumcheckProver.Prove(writer, summand));
        claims.Send(writer, MessageLabel.ProductValues, witness, step.Left, at.BehindBroadcast(claims.Circuit.Values[step.Left].Shape));
        if (step.Left != step.Right)
            claims.Send(writer, MessageLabel.ProductValues, witness, step.Right, at.BehindBroadcast(claims.Circuit.Values[step.Right].Shape));
    }
}
