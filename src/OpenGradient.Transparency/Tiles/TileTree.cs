using System.Collections.Immutable;
using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>Roots and proofs of RFC 6962 computed from tiles.</summary>
/// <remarks>
/// Node (k, i) is the root of the 2^k entries from i·2^k on. With k = 8·level + j it is the root over the 2^j hashes from
/// i·2^j mod 256 on, in the tile (level, i·2^j / 256). Every other subtree of a proof is at the ragged right edge and folds
/// from such nodes. One tile is asked for more than once; sources cache.
/// </remarks>
public static class TileTree
{
    /// <summary>The tiles of hashes at the right edge of a tree: the last tile of each level, lowest level first.</summary>
    public static ImmutableArray<TilePath> Edge(ulong treeSize)
    {
        var edge = ImmutableArray.CreateBuilder<TilePath>();
        for (int level = 0; level < LevelCount && treeSize >> (TileHeight * level) > 0; level++)
        {
            ulong count = treeSize >> (TileHeight * level);
            ulong last = (count - 1) / TilePath.FullWidth;
            edge.Add(TilePath.Hashes(level, last, (int)(count - (last * TilePath.FullWidth))));
        }

        return edge.ToImmutable();
    }

    /// <summary>The tile that holds the hash of entries [<paramref name="index"/>·256^level, …) in a tree of the given size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such complete subtree.</exception>
    public static TilePath TileOf(int level, ulong index, ulong treeSize)
    {
        ulong count = level < LevelCount ? treeSize >> (TileHeight * level) : 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        ulong tile = index / TilePath.FullWidth;
        ulong left = count - (tile * TilePath.FullWidth);
        return TilePath.Hashes(level, tile, (int)Math.Min(left, TilePath.FullWidth));
    }

    /// <summary>The root of the first <paramref name="treeSize"/> entries; false if a tile is missing.</summary>
    public static bool TryComputeRoot(ITileSource tiles, ulong treeSize, out Digest root) =>
        new TileWalk(tiles, treeSize).TryRange(0, treeSize, out root);

    /// <summary>The inclusion proof of an entry; false if there is no such entry or a tile is missing.</summary>
    public static bool TryProveInclusion(ITileSource tiles, ulong index, ulong treeSize, out ImmutableArray<Digest> path)
    {
        path = [];
        if (index >= treeSize)
            return false;
        TileWalk walk = new(tiles, treeSize);
        var siblings = ImmutableArray.CreateBuilder<Digest>();
        (ulong begin, ulong end) = (0, treeSize);
        while (end - begin > 1)
        {
            ulong split = begin + SplitPoint(end - begin);
            bool isLeft = index < split;
            if (!walk.TryRange(isLeft ? split : begin, isLeft ? end : split, out Digest sibling))
                return false;
            siblings.Add(sibling);
            (begin, end) = isLeft ? (begin, split) : (split, end);
        }

        siblings.Reverse();
        path = siblings.ToImmutable();
        return true;
    }

    /// <summary>The consistency proof from the first <paramref name="size1"/> entries to the first <paramref name="size2"/> (RFC 9162 §2.1.4.1).</summary>
    /// <remarks>Empty for equal sizes and from the empty tree, which every tree continues. False if size1 is larger or a tile is missing.</remarks>
    public static bool TryProveConsistency(ITileSource tiles, ulong size1, ulong size2, out ImmutableArray<Digest> path)
    {
        path = [];
        if (size1 > size2)
            return false;
        if (size1 == size2 || size1 == 0)
            return true;
        TileWalk walk = new(tiles, size2);
        var siblings = ImmutableArray.CreateBuilder<Digest>();
        (ulong begin, ulong end) = (0, size2);
        while (end != size1)
        {
            ulong split = begin + SplitPoint(end - begin);
            bool isLeft = size1 <= split;
            if (!walk.TryRange(isLeft ? split : begin, isLeft ? end : split, out Digest sibling))
                return false;
            siblings.Add(sibling);
            (begin, end) = isLeft ? (begin, split) : (split, end);
        }

        // The old tree's last complete part is given too, unless it is the whole old tree, whose root the verifier has.
        if (begin != 0)
        {
            if (!walk.TryRange(begin, end, out Digest known))
                return false;
            siblings.Add(known);
        }

        siblings.Reverse();
        path = siblings.ToImmutable();
        return true;
    }

    /// <summary>The largest power of two smaller than <paramref name="count"/> (RFC 9162 §2.1.1).</summary>
    internal static ulong SplitPoint(ulong count) => 1UL << BitOperations.Log2(count - 1);

    /// <summary>The height of the subtree that a tile stands for.</summary>
    internal const int TileHeight = 8;

    /// <summary>Levels 0 to 7 cover 2^64 entries.</summary>
    internal const int LevelCount = 8;
}
