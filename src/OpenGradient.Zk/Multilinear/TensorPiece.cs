using System.Collections.Immutable;
using System.Numerics;

namespace OpenGradient.Zk.Multilinear;

/// <summary>A part of a tensor that has a power of two of places along each axis; proof-1 section 10.</summary>
/// <param name="Starts">Its first cell along each axis, a multiple of its places.</param>
/// <param name="LogCounts">Its places along each axis, as powers of two.</param>
internal sealed record TensorPiece(ImmutableArray<long> Starts, ImmutableArray<int> LogCounts)
{
    /// <summary>The bits of its places.</summary>
    public int VariableCount => LogCounts.Sum();

    /// <summary>All of a tensor, with what pads its axes.</summary>
    public static TensorPiece Whole(ImmutableArray<long> shape) => new([.. shape.Select(static _ => 0L)], [.. shape.Select(TensorShape.LogOf)]);

    /// <summary>The pieces of a tensor that have no padding: each axis is cut into powers of two, from the largest on; row by row of these.</summary>
    public static ImmutableArray<TensorPiece> Of(ImmutableArray<long> shape)
    {
        ImmutableArray<TensorPiece> pieces = [new([], [])];
        foreach (long cellCount in shape)
            pieces = [.. pieces.SelectMany(piece => PartsOf(cellCount).Select(part => new TensorPiece(piece.Starts.Add(part.Start), piece.LogCounts.Add(part.LogCount))))];
        return pieces;
    }

    /// <summary>How many pieces that are.</summary>
    public static long CountOf(ImmutableArray<long> shape) => shape.Aggregate(1L, static (product, cellCount) => product * BitOperations.PopCount((ulong)cellCount));

    private static IEnumerable<(long Start, int LogCount)> PartsOf(long cellCount)
    {
        long start = 0;
        for (int bit = TensorShape.LogOf(cellCount); bit >= 0; bit--)
        {
            if (((cellCount >> bit) & 1) == 0)
                continue;
            yield return (start, bit);
            start += 1L << bit;
        }
    }
}
