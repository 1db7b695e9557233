using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>From one scale of fixed-point numbers to another: ⌊(x · M + 2^(shift-1)) / 2^shift⌋, a rounded multiplication by M / 2^shift.</summary>
internal static class FixedScaling
{
    /// <summary>The new number; throws <see cref="OverflowException"/> if a 64-bit integer cannot hold the product.</summary>
    public static long Rescale(long x, long multiplier, int shift) => checked((x * multiplier) + (1L << (shift - 1))) >> shift;

    /// <summary>Every element with one multiplier.</summary>
    public static void Run(ReadOnlySpan<long> x, long multiplier, int shift, Span<long> y)
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = Rescale(x[i], multiplier, shift);
    }

    /// <summary>As the other, each result looked up in a table of 65,536 entries from index -32,768 on; false if one is outside.</summary>
    public static bool TryRun<T>(ReadOnlySpan<long> x, long multiplier, int shift, ReadOnlySpan<T> table, Span<T> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            long index = Rescale(x[i], multiplier, shift) + TableOffset;
            if ((ulong)index >= TableLength)
                return false;
            y[i] = table[(int)index];
        }

        return true;
    }

    /// <summary>As the other, with a table of which more is known.</summary>
    public static bool TryRun(ReadOnlySpan<long> x, long multiplier, int shift, FixedTable table, Span<short> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            long index = Rescale(x[i], multiplier, shift);
            if ((ulong)(index + TableOffset) >= TableLength)
                return false;
            y[i] = table.At(index);
        }

        return true;
    }

    /// <summary>Whether every element is from -<paramref name="limit"/> to <paramref name="limit"/>.</summary>
    public static bool IsWithin(ReadOnlySpan<long> x, long limit)
    {
        int start = 0;
        if (Vector512.IsHardwareAccelerated && x.Length >= 8)
        {
            ref long first = ref MemoryMarshal.GetReference(x);
            Vector512<long> least = Vector512<long>.Zero;
            Vector512<long> most = Vector512<long>.Zero;
            for (; start <= x.Length - 8; start += 8)
            {
                var elements = Vector512.LoadUnsafe(ref first, (nuint)start);
                least = Vector512.Min(least, elements);
                most = Vector512.Max(most, elements);
            }

            if (Vector512.LessThanAny(least, Vector512.Create(-limit)) || Vector512.GreaterThanAny(most, Vector512.Create(limit)))
                return false;
        }

        foreach (long element in x[start..])
        {
            if (element < -limit || element > limit)
                return false;
        }

        return true;
    }

    /// <summary>Entries of a table.</summary>
    public const int TableLength = 65_536;

    /// <summary>Where the entry of 0 is.</summary>
    public const int TableOffset = 32_768;
}
