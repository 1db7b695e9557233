using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Zk.Prover.Kernels.Integers;

/// <summary>The sums of products that the linear steps of a run are made of.</summary>
/// <remarks>
/// Computes: y[i, j] += Σ_k a[i, k] · b[j, k].
/// Shapes: a: [rows, depth]; b: [columns, depth]; y: [rows, columns]; all row-major.
/// Order: none that shows; whole numbers modulo 2^64 add up to the same in every one.
/// Overflow: wraps. The bounds of a circuit keep every sum of it below 2^62.
/// </remarks>
internal static class RowProducts
{
    /// <summary>Fewer products than so many are not worth a second thread.</summary>
    private const long LeastShared = 1 << 16;

    private const int LaneCount = 8;

    /// <param name="a">As many rows as y.</param>
    /// <param name="b">As many rows as y has columns.</param>
    /// <param name="depth">The elements of a row of either; at least one.</param>
    /// <param name="y">Is added to.</param>
    public static void Add(ReadOnlyMemory<long> a, ReadOnlyMemory<long> b, int depth, Memory<long> y)
    {
        if (b.Length == depth) // one column is one row: rather many of what goes by fours
            (a, b) = (b, a);
        int columns = b.Length / depth;
        int half = columns / 8 * 4;
        if (half == 0 || (long)y.Length * depth < LeastShared)
            AddColumns(a.Span, b.Span, depth, y.Span, 0);
        else
            Halves.Run(() => AddColumns(a.Span, b.Span[..(half * depth)], depth, y.Span, 0), () => AddColumns(a.Span, b.Span[(half * depth)..], depth, y.Span, half));
    }

    /// <summary>The columns of y from one on, as many as b has rows: four of these stay near while those of a go by. By the calling thread alone.</summary>
    public static void AddColumns(ReadOnlySpan<long> a, ReadOnlySpan<long> b, int depth, Span<long> y, int first)
    {
        int rows = a.Length / depth;
        int columns = y.Length / rows;
        int column = 0;
        for (; (column + 4) * depth <= b.Length; column += 4)
        {
            for (int row = 0; row < rows; row++)
                AddFour(a.Slice(row * depth, depth), b.Slice(column * depth, 4 * depth), y.Slice((row * columns) + first + column, 4));
        }

        for (; (column + 1) * depth <= b.Length; column++)
        {
            for (int row = 0; row < rows; row++)
                AddOne(a.Slice(row * depth, depth), b.Slice(column * depth, depth), ref y[(row * columns) + first + column]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(ReadOnlySpan<long> a, ReadOnlySpan<long> b, Span<long> y)
    {
        // SAFETY: b has four times as many elements as a; every vector ends before the first element that is left to the loop behind.
        ref long x = ref MemoryMarshal.GetReference(a);
        ref long w = ref MemoryMarshal.GetReference(b);
        nuint depth = (nuint)a.Length;
        nuint whole = Vector512.IsHardwareAccelerated ? depth & ~(nuint)(LaneCount - 1) : 0;
        Vector512<long> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        for (nuint k = 0; k < whole; k += LaneCount)
        {
            var factors = Vector512.LoadUnsafe(ref x, k);
            sum0 += factors * Vector512.LoadUnsafe(ref w, k);
            sum1 += factors * Vector512.LoadUnsafe(ref w, k + depth);
            sum2 += factors * Vector512.LoadUnsafe(ref w, k + (2 * depth));
            sum3 += factors * Vector512.LoadUnsafe(ref w, k + (3 * depth));
        }

        unchecked
        {
            (long y0, long y1, long y2, long y3) = (Vector512.Sum(sum0), Vector512.Sum(sum1), Vector512.Sum(sum2), Vector512.Sum(sum3));
            for (nuint k = whole; k < depth; k++)
            {
                long factor = Unsafe.Add(ref x, k);
                y0 += factor * Unsafe.Add(ref w, k);
                y1 += factor * Unsafe.Add(ref w, k + depth);
                y2 += factor * Unsafe.Add(ref w, k + (2 * depth));
                y3 += factor * Unsafe.Add(ref w, k + (3 * depth));
            }

            y[0] += y0;
            y[1] += y1;
            y[2] += y2;
            y[3] += y3;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne(ReadOnlySpan<long> a, ReadOnlySpan<long> b, ref long y)
    {
        for (int k = 0; k < a.Length; k++)
            y = unchecked(y + (a[k] * b[k]));
    }
}
