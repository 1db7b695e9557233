using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>Integers of 16 bits: weights, which are so many that what they take decides what fits a machine.</summary>
/// <remarks>They are widened tile by tile, near the core that sums them; whatever a sum is of, they are read once.</remarks>
/// <param name="cells">The integers; kept.</param>
internal sealed class ShortCells(short[] cells) : VectorCells
{
    /// <summary>So many widened integers lie in the caches of a core.</summary>
    private const int TileCells = 1 << 15;

    private const int LargestStripe = 1 << 10;

    public override int Count => cells.Length;

    public override ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer)
    {
        int kept = Math.Clamp(cells.Length - start, 0, count);
        for (int index = 0; index < kept; index++)
            buffer[index] = Goldilocks.From((long)cells[start + index]);
        buffer.AsSpan(kept, count - kept).Clear();
        return buffer.AsSpan(0, count);
    }

    /// <summary>So many integers from one on, those behind the last one being 0.</summary>
    public void Widen(int start, Span<long> integers)
    {
        int first = Math.Min(start, cells.Length);
        int count = Math.Min(cells.Length - first, integers.Length);
        ShortIntegers.Widen(cells.AsSpan(first, count), integers);
        integers[count..].Clear();
    }

    /// <summary>Rows are shared between threads where they are short, and columns where these are long.</summary>
    public override TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount, CancellationToken cancellation = default)
    {
        int stripe = Math.Min(columnCount, LargestStripe);
        int rowCount = Math.Min(weights.Length, (cells.Length - start + columnCount - 1) / columnCount);
        var sums = new TExtension[columnCount];
        if (columnCount > stripe)
            Share(columnCount / stripe, (first, end) =>
            {
                for (int column = first * stripe; column < end * stripe && !cancellation.IsCancellationRequested; column += stripe)
                    SumStripe(start + column, (0, rowCount), weights, (columnCount, stripe), sums, column);
            });
        else
        {
            var others = new TExtension[columnCount];
            Halves.Run(
                () => SumStripe(start, (0, rowCount / 2), weights, (columnCount, stripe), sums, 0),
                () => SumStripe(start, (rowCount / 2, rowCount), weights, (columnCount, stripe), others, 0));
            BulkArithmetic<TExtension>.Instance.AddScaled(sums, 0, TExtension.One, others);
        }

        cancellation.ThrowIfCancellationRequested();
        return sums;
    }

    /// <summary>Adds the rows from one to another, in so many columns.</summary>
    private void SumStripe<TExtension>(int start, (int First, int End) rows, TExtension[] weights, (int Row, int Stripe) lengths, TExtension[] sums, int at)
        where TExtension : struct, IExtension<TExtension>
    {
        int tileRows = Math.Min(weights.Length, TileCells / lengths.Stripe);
        long[] tile = new long[tileRows * lengths.Stripe];
        var tileWeights = new TExtension[tileRows];
        for (int first = rows.First; first < rows.End; first += tileRows)
        {
            int count = Math.Min(tileRows, rows.End - first);
            tileWeights.AsSpan().Clear();
            weights.AsSpan(first, count).CopyTo(tileWeights);
            for (int row = 0; row < count; row++)
                Widen(start + ((first + row) * lengths.Row), tile.AsSpan(row * lengths.Stripe, lengths.Stripe));
            BulkArithmetic<TExtension>.Instance.AddScaled(sums, at, TExtension.One, BulkArithmetic<TExtension>.Instance.SumRows(tileWeights, tile, lengths.Stripe, lengths.Stripe));
        }
    }

    private static void Share(int count, Action<int, int> work)
    {
        if (count < 2)
            work(0, count);
        else
            Halves.Run(() => work(0, count / 2), () => work(count / 2, count));
    }
}
