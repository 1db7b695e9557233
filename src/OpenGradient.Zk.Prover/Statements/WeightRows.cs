using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Statements;

/// <summary>Rows of weights, combined.</summary>
internal static class WeightRows
{
    /// <summary>Fewer weights are not worth a second thread.</summary>
    private const int LeastShared = 1 << 14;

    /// <summary>So many are read at a time, and their sums taken in E.</summary>
    private const int TileElements = 1 << 17;

    /// <summary>Σ over rows of their factor times the row, filled up with zeros to a length. Half of the rows by each thread.</summary>
    /// <param name="weights">The rows, one after another.</param>
    /// <param name="start">The first element of the first row.</param>
    /// <param name="rows">The factor of each row.</param>
    /// <param name="depth">Elements of a row.</param>
    /// <param name="length">At least as many.</param>
    public static TExtension[] Fold<TExtension>(WeightElements weights, int start, TExtension[] rows, int depth, int length)
        where TExtension : struct, IExtension<TExtension>
    {
        var sums = new TExtension[length];
        if ((long)rows.Length * depth < LeastShared)
        {
            Add(0, rows.Length, sums);
            return sums;
        }

        var others = new TExtension[length];
        Halves.Run(() => Add(0, rows.Length / 2, sums), () => Add(rows.Length / 2, rows.Length, others));
        BulkArithmetic<TExtension>.Instance.AddScaled(sums, 0, TExtension.One, others);
        return sums;

        void Add(int first, int end, TExtension[] into)
        {
            int tileRows = Math.Max(1, TileElements / depth);
            short[] buffer = new short[Math.Min(tileRows, end - first) * depth];
            for (int row = first; row < end; row += tileRows)
            {
                int count = Math.Min(tileRows, end - row);
                BulkArithmetic<TExtension>.Instance.AddRows(rows[row..(row + count)], weights.Read(start + (row * depth), count * depth, buffer), 0, depth, into, 0, depth);
            }
        }
    }
}
