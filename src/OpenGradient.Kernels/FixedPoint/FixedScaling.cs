namespace OpenGradient.Kernels;

/// <summary>From one scale of fixed-point numbers to another: ⌊(x · M + 2^(shift-1)) / 2^shift⌋, a rounded multiplication by M / 2^shift.</summary>
internal static class FixedScaling
{
    /// <summary>The new number; throws <see cref="OverflowException"/> if a 64-bit integer cannot hold the product.</summary>
    public static long Rescale(long x, long multiplier, int shift) => checked((x * multiplier) + (1L << (shift - 1))) >> shift;

    /// <summary>Runs over elements in runs of <paramref name="runLength"/>; run r takes multiplier r modulo their number.</summary>
    public static void Run(ReadOnlySpan<long> x, ReadOnlySpan<long> multipliers, int runLength, int shift, Span<long> y)
    {
        int position = 0;
        for (int run = 0; position < x.Length; run++)
        {
            long multiplier = multipliers[run % multipliers.Length];
            int end = Math.Min(x.Length, position + runLength);
            for (; position < end; position++)
                y[position] = Rescale(x[position], multiplier, shift);
        }
    }

    /// <summary>As the other, each result looked up in a table of 65,536 entries from index -32,768 on; false if one is outside.</summary>
    public static bool TryRun<T>(ReadOnlySpan<long> x, ReadOnlySpan<long> multipliers, int runLength, int shift, ReadOnlySpan<T> table, Span<T> y)
    {
        int position = 0;
        for (int run = 0; position < x.Length; run++)
        {
            long multiplier = multipliers[run % multipliers.Length];
            int end = Math.Min(x.Length, position + runLength);
            for (; position < end; position++)
            {
                long index = Rescale(x[position], multiplier, shift) + TableOffset;
                if ((ulong)index >= TableLength)
                    return false;
                y[position] = table[(int)index];
            }
        }

        return true;
    }

    /// <summary>Entries of a table.</summary>
    public const int TableLength = 65_536;

    private const int TableOffset = 32_768;
}
