using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Tests.Tiles;

/// <summary>The tiles of a list of leaf hashes, made by definition: a hash at level l is the root over 256^l leaves.</summary>
internal sealed class MemoryTiles(Digest[] leaves) : ITileSource
{
    private readonly Dictionary<TilePath, byte[]?> _made = [];

    public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
    {
        if (!_made.TryGetValue(path, out byte[]? content))
            _made[path] = content = Make(path);
        hashes = content;
        return content is not null;
    }

    private byte[]? Make(TilePath path)
    {
        int span = 1 << (8 * path.Level);
        List<byte> bytes = [];
        for (int i = 0; i < path.Width; i++)
        {
            int begin = (((int)path.Index * 256) + i) * span;
            if (begin + span > leaves.Length)
                return null;
            bytes.AddRange(MerkleTree.Root(leaves.AsSpan(begin, span)).ToArray());
        }

        return [.. bytes];
    }

    public static Digest[] Leaves(int count) => [.. Enumerable.Range(0, count).Select(static i => MerkleTree.HashLeaf(BitConverter.GetBytes(i)))];
}
