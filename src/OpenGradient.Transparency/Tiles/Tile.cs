using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>The bytes of a tile of hashes: 1 to 256 digests, one after the other.</summary>
public static class Tile
{
    /// <summary>The length of a full tile, in bytes.</summary>
    public const int FullBytes = TilePath.FullWidth * Digest.SizeBytes;

    /// <summary>The RFC 6962 root over the hashes of a tile or a part of one.</summary>
    /// <exception cref="ArgumentException">The length is not a multiple of 32, or more than a full tile.</exception>
    public static Digest Root(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length % Digest.SizeBytes != 0 || hashes.Length > FullBytes)
            throw new ArgumentException($"A tile is 1 to {TilePath.FullWidth} hashes of {Digest.SizeBytes} bytes.", nameof(hashes));
        Span<Digest> leaves = new Digest[hashes.Length / Digest.SizeBytes];
        for (int i = 0; i < leaves.Length; i++)
            leaves[i] = HashAt(hashes, i);
        return MerkleTree.Root(leaves);
    }

    /// <summary>The hash at a position.</summary>
    public static Digest HashAt(ReadOnlySpan<byte> hashes, int position) => new(hashes.Slice(position * Digest.SizeBytes, Digest.SizeBytes));
}
