using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Claims;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Multilinear;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Sumcheck;
using OpenGradient.Zk.Prover.Transcripts;
using OpenGradient.Zk.Statements.Steps;
using OpenGradient.Zk.Transcripts;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>The prover of <see cref="LinearVerifier"/>.</summary>
internal static class LinearProver
{
    /// <summary>Fewer weights are not worth a second thread.</summary>
    private const int LeastShared = 1 << 14;

    private const int TileElements = 1 << 17;

    public static void Descend<TExtension>(ProofWriter writer, CoreWitness witness, LinearStep step, Claim<TExtension> claim, ProverClaims<TExtension> claims)
        where TExtension : struct, IExtension<TExtension>
    {
        int depth = (int)claims.Circuit.Values[step.X].Shape[^1];
        int length = 1 << TensorShape.LogOf(depth);
        TExtension[] x = FoldRows(new Claim<TExtension>(claim.Weight[..^1], claim.Sum), witness.Value(step.X), depth, length);
        TExtension[] weights = FoldRows(claim.Weight[^1].Cells, witness.Weight(step.Weights), depth, length);
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

    /// <summary>The same of weights, tile by tile, half of the rows by each thread.</summary>
    private static TExtension[] FoldRows<TExtension>(TExtension[] rows, WeightElements matrix, int depth, int length)
        where TExtension : struct, IExtension<TExtension>
    {
        (TExtension[] sums, int half) = (new TExtension[length], matrix.Count < LeastShared ? rows.Length : rows.Length / 2);
        if (half == rows.Length)
            Fold(0, half, sums);
        else
        {
            var others = new TExtension[length];
            Halves.Run(() => Fold(0, half, sums), () => Fold(half, rows.Length, others));
            BulkArithmetic<TExtension>.Instance.AddScaled(sums, 0, TExtension.One, others);
        }

        return sums;

        void Fold(int first, int end, TExtension[] into)
        {
            int tileRows = Math.Max(1, TileElements / depth);
            short[] buffer = new short[Math.Min(tileRows, end - first) * depth];
            for (int row = first; row < end; row += tileRows)
            {
                int count = Math.Min(tileRows, end - row);
                BulkArithmetic<TExtension>.Instance.AddRows(rows[row..(row + count)], matrix.Read(row * depth, count * depth, buffer), 0, depth, into, 0, depth);
            }
        }
    }
}
