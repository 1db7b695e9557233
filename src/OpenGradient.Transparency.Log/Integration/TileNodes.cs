using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>A tile with the roots of all complete subtrees in it, computed once, when the first proof needs one.</summary>
/// <remarks>A heap of 512: the roots over w hashes stand from 256 / w on, so the hashes themselves from 256 on.</remarks>
internal sealed class TileNodes(byte[] hashes)
{
    private Digest[]? _nodes;

    /// <summary>The hashes, 32 bytes each.</summary>
    public ReadOnlyMemory<byte> Hashes => hashes;

    private int Count => hashes.Length / Digest.SizeBytes;

    /// <summary>The root over some hashes, as <see cref="ITileSource.TryReadNode"/>; false if the tile does not have them.</summary>
    public bool TryGet(int offset, int width, out Digest node)
    {
        node = default;
        if (offset + width > Count)
            return false;
        // Two threads may both compute the nodes; they are the same.
        _nodes ??= Build();
        node = _nodes[(TilePath.FullWidth + offset) / width];
        return true;
    }

    private Digest[] Build()
    {
        Digest[] nodes = new Digest[2 * TilePath.FullWidth];
        for (int i = 0; i < Count; i++)
            nodes[TilePath.FullWidth + i] = Tile.HashAt(hashes, i);
        for (int width = 2; width <= Count; width *= 2)
        {
            int first = TilePath.FullWidth / width;
            for (int i = first; i < first + (Count / width); i++)
                nodes[i] = MerkleTree.HashNode(nodes[2 * i], nodes[(2 * i) + 1]);
        }

        return nodes;
    }
}
