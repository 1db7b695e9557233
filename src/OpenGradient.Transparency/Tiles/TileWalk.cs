using System.Numerics;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>Computes the roots of ranges of entries from the tiles of a tree of one size.</summary>
internal readonly ref struct TileWalk(ITileSource tiles, ulong treeSize)
{
    /// <summary>The root of entries [begin, end); begin is a multiple of the smallest power of two that is at least end - begin.</summary>
    public bool TryRange(ulong begin, ulong end, out Digest root)
    {
        ulong count = end - begin;
        root = MerkleTree.EmptyRoot;
        if (count == 0)
            return true;
        if (BitOperations.IsPow2(count))
            return TryNode(BitOperations.Log2(count), begin, out root);
        ulong split = begin + TileTree.SplitPoint(count);
        if (!TryRange(begin, split, out Digest left) || !TryRange(split, end, out Digest right))
            return false;
        root = MerkleTree.HashNode(left, right);
        return true;
    }

    /// <summary>The root of the complete subtree of 2^height entries that starts at <paramref name="begin"/>.</summary>
    private bool TryNode(int height, ulong begin, out Digest root)
    {
        int level = height / TileTree.TileHeight;
        int width = 1 << (height % TileTree.TileHeight);
        // The hash of a full subtree of 2^64 entries would stand at level 8, which no 64-bit size reaches.
        ulong first = begin >> (TileTree.TileHeight * level);
        TilePath path = TileTree.TileOf(level, first, treeSize);
        return tiles.TryReadNode(path, (int)(first % TilePath.FullWidth), width, out root);
    }
}
