using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Statements.Steps;

/// <summary>Runs <see cref="LinearStep"/>.</summary>
internal static class LinearWitness
{
    /// <summary>Fewer weights are not worth a second thread.</summary>
    private const int LeastShared = 1 << 14;

    /// <summary>So many widened weights stay near while the rows of x go by.</summary>
    private const int TileElements = 1 << 14;

    public static long[] Run(CoreWitness witness, LinearStep step)
    {
        (long[] x, WeightElements weights) = (witness.Value(step.X), witness.Weight(step.Weights));
        int depth = (int)witness.Circuit.Values[step.X].Shape[^1];
        int rows = weights.Count / depth;
        long[] y = new long[x.Length / depth * rows];
        for (int start = 0; start < y.Length && step.Bias >= 0; start += rows)
            witness.Value(step.Bias).CopyTo(y, start);
        if (weights.Count < LeastShared)
            Add(0, rows);
        else
            Halves.Run(() => Add(0, rows / 2), () => Add(rows / 2, rows));
        return y;

        void Add(int first, int end)
        {
            int tileRows = Math.Max(4, TileElements / depth / 4 * 4);
            long[] tile = new long[Math.Min(tileRows, end - first) * depth];
            for (int row = first; row < end; row += tileRows)
            {
                Span<long> wide = tile.AsSpan(0, Math.Min(tileRows, end - row) * depth);
                weights.Widen(row * depth, wide);
                RowProducts.AddColumns(x, wide, depth, y, row);
            }
        }
    }
}
