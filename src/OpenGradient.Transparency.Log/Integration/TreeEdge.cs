using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Receives tiles as they fill up.</summary>
internal delegate void FullTile(TilePath path, ReadOnlySpan<byte> content);

/// <summary>The right edge of a tree: the partial tile of each level. It is all that appending and the root need.</summary>
/// <remarks>256 hashes in a tile are one hash in the tile above; so a tree of any size is at most 8 × 255 hashes here.</remarks>
internal sealed class TreeEdge
{
    private readonly EdgeLevel[] _levels = [.. Enumerable.Range(0, LevelCount).Select(_ => new EdgeLevel())];

    /// <summary>The number of entries.</summary>
    public ulong Size { get; private set; }

    /// <summary>Adds a leaf hash; hands over each tile that becomes full, lowest level first.</summary>
    public void Append(Digest leafHash, FullTile onFull)
    {
        Digest hash = leafHash;
        Size++;
        for (int level = 0; level < LevelCount; level++)
        {
            EdgeLevel edge = _levels[level];
            edge.Add(hash);
            if (edge.Count < TilePath.FullWidth)
                return;
            onFull(TilePath.Hashes(level, (Size >> (8 * level)) / TilePath.FullWidth - 1), edge.Hashes);
            hash = Tile.Root(edge.Hashes);
            edge.Clear();
        }
    }

    /// <summary>The root over all entries (RFC 9162 §2.1.1): complete subtrees, smallest first, each joined from the left.</summary>
    public Digest Root()
    {
        Digest? root = null;
        foreach (EdgeLevel level in _levels)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                int width = 1 << bit;
                if ((level.Count & width) == 0)
                    continue;
                int begin = level.Count & ~((width << 1) - 1);
                Digest subtree = Tile.Root(level.Hashes.Slice(begin * Digest.SizeBytes, width * Digest.SizeBytes));
                root = root is Digest right ? MerkleTree.HashNode(subtree, right) : subtree;
            }
        }

        return root ?? MerkleTree.EmptyRoot;
    }

    /// <summary>The root that the tree would have with these hashes as its last, partial level-0 tile.</summary>
    public Digest RootWith(ReadOnlySpan<byte> leafHashes)
    {
        TreeEdge other = new();
        for (int level = 1; level < LevelCount; level++)
            other._levels[level].Restore(_levels[level].Hashes);
        other._levels[0].Restore(leafHashes);
        return other.Root();
    }

    /// <summary>The partial tiles, lowest level first, as copies.</summary>
    public IEnumerable<(TilePath Path, byte[] Content)> Partials()
    {
        foreach (TilePath path in PartialPaths(Size))
            yield return (path, _levels[path.Level].Hashes.ToArray());
    }

    /// <summary>Which partial tiles a tree of this size has.</summary>
    public static IEnumerable<TilePath> PartialPaths(ulong size)
    {
        for (int level = 0; level < LevelCount; level++)
        {
            ulong count = size >> (8 * level);
            if (count % TilePath.FullWidth is ulong width and > 0)
                yield return TilePath.Hashes(level, count / TilePath.FullWidth, (int)width);
        }
    }

    /// <summary>Takes the edge from tiles; false if one is missing or short. The result is trusted only if its root is.</summary>
    public static bool TryRestore(ulong size, Func<TilePath, byte[]?> read, out TreeEdge edge)
    {
        edge = new TreeEdge { Size = size };
        foreach (TilePath path in PartialPaths(size))
        {
            byte[]? content = read(path);
            if (content is null || content.Length != path.Width * Digest.SizeBytes)
                return false;
            edge._levels[path.Level].Restore(content);
        }

        return true;
    }

    /// <summary>Levels 0 to 7 hold 2^64 entries.</summary>
    private const int LevelCount = 8;
}
