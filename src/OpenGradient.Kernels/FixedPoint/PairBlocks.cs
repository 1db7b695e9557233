using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>Where sums of products of pairs must leave 32 bits: a block of pairs whose magnitudes add up to at most 65,535 cannot overflow, whatever they meet.</summary>
internal static class PairBlocks
{
    /// <summary>The end of each block, in pairs; the last is the number of pairs.</summary>
    /// <param name="rows">One operand, [rows, 2 · pairs], without -32,768; it meets any 16-bit numbers.</param>
    /// <param name="pairCount">Pairs of a row.</param>
    public static int[] Of(ReadOnlySpan<short> rows, int pairCount)
    {
        int rowCount = pairCount == 0 ? 0 : rows.Length / (2 * pairCount);
        var ends = new List<int>();
        int[] sums = new int[rowCount];
        for (int pair = 0; pair < pairCount; pair++)
        {
            if (!Fits(rows, pairCount, pair, sums))
            {
                ends.Add(pair);
                Array.Clear(sums);
            }

            for (int row = 0; row < rowCount; row++)
                sums[row] += Magnitude(rows, pairCount, row, pair);
        }

        return [.. ends, pairCount];
    }

    /// <summary>How many pairs fit whatever they are, if no element is larger: for operands that are not there before a run.</summary>
    public static int Length(int largest) => Math.Max(1, Limit / (2 * Math.Max(1, largest)));

    /// <summary>The largest magnitude among <paramref name="elements"/>.</summary>
    public static int Largest(ReadOnlySpan<short> elements)
    {
        int largest = 0;
        foreach (short element in elements)
            largest = Math.Max(largest, Math.Abs((int)element));
        return largest;
    }

    /// <summary>The magnitudes of a row added up, or some number above <see cref="Limit"/>.</summary>
    public static int Sum(ReadOnlySpan<short> row)
    {
        int sum = 0;
        int start = 0;
        if (Avx512BW.IsSupported && Vector512.IsHardwareAccelerated)
        {
            Vector512<int> sums = Vector512<int>.Zero;
            for (; start <= row.Length - 32; start += 32)
            {
                // Taken for unsigned, the magnitude of -32,768 is right, too.
                Vector512<ushort> magnitudes = Vector512.Abs(Vector512.LoadUnsafe(in MemoryMarshal.GetReference(row), (nuint)start)).AsUInt16();
                (Vector512<uint> low, Vector512<uint> high) = Vector512.Widen(magnitudes);
                sums = Vector512.Min(sums + (low + high).AsInt32(), Vector512.Create(Limit + 1));
            }

            for (int lane = 0; lane < Vector512<int>.Count; lane++)
                sum += sums[lane];
        }

        for (; start < row.Length && sum <= Limit; start++)
            sum += Math.Abs((int)row[start]);
        return sum;
    }

    private static bool Fits(ReadOnlySpan<short> rows, int pairCount, int pair, ReadOnlySpan<int> sums)
    {
        for (int row = 0; row < sums.Length; row++)
        {
            if (sums[row] + Magnitude(rows, pairCount, row, pair) > Limit)
                return false;
        }

        return true;
    }

    private static int Magnitude(ReadOnlySpan<short> rows, int pairCount, int row, int pair)
    {
        ReadOnlySpan<short> both = rows.Slice(2 * ((row * pairCount) + pair), 2);
        return Math.Abs((int)both[0]) + Math.Abs((int)both[1]);
    }

    /// <summary>What the magnitudes of one operand in a block may add up to: 32,768 times as much is below 2^31.</summary>
    public const int Limit = 65_535;
}
