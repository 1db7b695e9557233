using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels;

namespace OpenGradient.Zk.Prover.Commitments;

/// <summary>Integers of 16 bits: weights, which are so many that what they take decides what fits a machine.</summary>
/// <remarks>They are summed as they are, and only sums become numbers of E.</remarks>
/// <param name="cells">The integers; kept.</param>
internal sealed class ShortCells(short[] cells) : VectorCells
{
    /// <summary>Fewer products are not worth a second thread.</summary>
    private const long LeastShared = 1 << 14;

    /// <summary>So many columns are summed before anybody asks whether to go on.</summary>
    private const int StripeElements = 1 << 13;

    public override int Count => cells.Length;

    public override ReadOnlySpan<Goldilocks> Read(int start, int count, Goldilocks[] buffer)
    {
        int kept = Math.Clamp(cells.Length - start, 0, count);
        for (int index = 0; index < kept; index++)
            buffer[index] = Goldilocks.From((long)cells[start + index]);
        buffer.AsSpan(kept, count - kept).Clear();
        return buffer.AsSpan(0, count);
    }

    /// <summary>Adds Σ over rows of weights[row] · row to sums from a place on: rows of so many columns, the first at <paramref name="start"/>, each a stride behind the last. By one thread.</summary>
    public void AddRows<TExtension>(TExtension[] weights, int start, int stride, TExtension[] sums, int at, int columnCount)
        where TExtension : struct, IExtension<TExtension>
    {
        int whole = (int)Math.Clamp(((long)cells.Length - start - columnCount + stride) / stride, 0, weights.Length);
        BulkArithmetic<TExtension>.Instance.AddRows(whole == weights.Length ? weights : weights[..whole], cells, start, stride, sums, at, columnCount);
        int rest = (int)Math.Clamp((long)cells.Length - start - ((long)whole * stride), 0, columnCount);
        if (whole < weights.Length && rest > 0) // the row in which the vector ends
            BulkArithmetic<TExtension>.Instance.AddRows([weights[whole]], cells, start + (whole * stride), stride, sums, at, rest);
    }

    /// <summary>Columns are shared between threads.</summary>
    public override TExtension[] SumRows<TExtension>(int start, TExtension[] weights, int columnCount, CancellationToken cancellation = default)
    {
        var sums = new TExtension[columnCount];
        if ((long)columnCount * weights.Length < LeastShared)
            Sum(0, columnCount);
        else
            Halves.Run(() => Sum(0, columnCount / 2), () => Sum(columnCount / 2, columnCount));
        cancellation.ThrowIfCancellationRequested();
        return sums;

        void Sum(int first, int end)
        {
            for (int column = first; column < end && !cancellation.IsCancellationRequested; column += StripeElements)
                AddRows(weights, start + column, columnCount, sums, column, Math.Min(StripeElements, end - column));
        }
    }
}
