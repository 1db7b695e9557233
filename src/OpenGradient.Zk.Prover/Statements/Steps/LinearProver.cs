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

/// <summary>The prover of <see cref="LinearVerifier"/>.</summary>
internal static class LinearProver
{
    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, LinearStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        int depth = (int)claims.Circuit.Values[step.X].Shape[^1];
        int length = 1 << TensorShape.LogOf(depth);
        TExtension[] x = FoldRows(new Claim<TExtension>(claim.Weight[..^1], claim.Sum), witness.Value(step.X), depth, length);
        TExtension[] weights = WeightRows.Fold(witness.Weight(step.Weights), 0, claim.Weight[^1].Cells, depth, length);
        ISummand<TExtension> summand = BulkArithmetic<TExtension>.Instance.Product(x, weights);
        TExtension[] point = SumcheckProver.Prove(writer, summand);
        writer.Write(MessageLabel.LinearValues, summand.ValueOf(0), summand.ValueOf(1));
        WeightFactor<TExtension> along = Claim<TExtension>.AtPoint([depth], point, TExtension.Zero).Weight[0];
        claims.Add(step.X, new([.. claim.Weight[..^1], along], summand.ValueOf(0)));
        claims.Add(step.Weights, new([claim.Weight[^1], along], summand.ValueOf(1)));
    }

    /// <summary>Σ over rows of their weight times the row, filled up with zeros.</summary>
    private static TExtension[] FoldRows<TExtension>(Claim<TExtension> rows, long[] matrix, int depth, int length)
        where TExtension : struct, IExtension<TExtension> =>
        BulkArithmetic<TExtension>.Instance.SumRows(BulkArithmetic<TExtension>.Joined(rows.Weight), matrix, depth, length);
}
