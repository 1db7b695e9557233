using OpenGradient.Primitives;

namespace OpenGradient.Programs;

/// <summary>The elements of a value as the leaves of a tree, so that a small piece can be opened by itself (spec/exec-1, section "Trace").</summary>
/// <remarks>
/// <code>
/// tile i = RFC 6962 leaf hash of the bytes from 1024·i on, at most 1024          a value without elements has one tile, which is empty
/// tiles  = RFC 6962 root over the tiles
/// </code>
/// A tile is opened by its bytes and its path: <see cref="MerkleProof.VerifyInclusion"/> with <see cref="MerkleTree.HashLeaf"/>.
/// </remarks>
public static class TraceTiles
{
    /// <summary>The bytes of each tile but the last: 256 elements of <c>f32</c>.</summary>
    public const int TileBytes = 1024;

    /// <summary>How many tiles so many bytes have; at least one.</summary>
    public static int Count(long byteCount) => byteCount <= TileBytes ? 1 : checked((int)((byteCount + TileBytes - 1) / TileBytes));

    /// <summary>The hashes of the tiles, in order.</summary>
    public static Digest[] Hash(ReadOnlySpan<byte> elements)
    {
        var hashes = new Digest[Count(elements.Length)];
        for (int tile = 0; tile < hashes.Length; tile++)
            hashes[tile] = MerkleTree.HashLeaf(elements.Slice(tile * TileBytes, Math.Min(TileBytes, elements.Length - (tile * TileBytes))));
        return hashes;
    }

    /// <summary>The root over the tiles.</summary>
    public static Digest Root(ReadOnlySpan<byte> elements) => MerkleTree.Root(Hash(elements));
}
