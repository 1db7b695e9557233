using System.Collections.Immutable;

namespace OpenGradient.Zk.Border;

/// <summary>How tensors of different axes are laid over each other: exec-1 section 2.</summary>
internal static class Broadcasting
{
    private const long MostCells = 1L << 26;

    /// <summary>The axes of both together; null if they do not fit.</summary>
    public static ImmutableArray<long>? TryJoin(ImmutableArray<long> left, ImmutableArray<long> right)
    {
        long[] joined = new long[Math.Max(left.Length, right.Length)];
        for (int fromEnd = 1; fromEnd <= joined.Length; fromEnd++)
        {
            (long x, long y) = (SizeFromEnd(left, fromEnd), SizeFromEnd(right, fromEnd));
            if (x != y && x != 1 && y != 1)
                return null;
            joined[^fromEnd] = x == 1 ? y : x;
        }

        return [.. joined];
    }

    /// <summary>Whether there are no more cells than a verifier takes on.</summary>
    public static bool IsSmall(ImmutableArray<long> shape)
    {
        long cells = 1;
        foreach (long size in shape)
        {
            if (size < 0 || (size > 0 && cells > MostCells / size))
                return false;
            cells *= size;
        }

        return true;
    }

    /// <summary>For each cell of the joined axes, row by row, the cell of a tensor that lies there.</summary>
    public static long[] PlacesOf(ImmutableArray<long> own, ImmutableArray<long> joined)
    {
        long[] places = [0];
        long cells = 1;
        foreach (long size in own)
            cells *= size;
        for (int fromEnd = joined.Length; fromEnd > 0; fromEnd--)
        {
            long size = SizeFromEnd(own, fromEnd);
            cells /= Math.Max(size, 1);
            long[] inner = new long[places.Length * joined[^fromEnd]];
            for (long index = 0; index < inner.Length; index++)
                inner[index] = places[index / joined[^fromEnd]] + (size == 1 ? 0 : index % joined[^fromEnd] * cells);
            places = inner;
        }

        return places;
    }

    private static long SizeFromEnd(ImmutableArray<long> shape, int fromEnd) => fromEnd <= shape.Length ? shape[^fromEnd] : 1;
}
