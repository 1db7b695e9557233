using OpenGradient.Primitives;

namespace OpenGradient.Transparency;

/// <summary>Where tiles of hashes come from.</summary>
public interface ITileSource
{
    /// <summary>The hashes of a tile, 32 bytes each, at least <see cref="TilePath.Width"/> of them; false if it is not there.</summary>
    /// <remarks>A full tile may be given where a partial one is asked for. Nothing is trusted: proofs are checked by who uses them.</remarks>
    bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes);

    /// <summary>The root over <paramref name="width"/> (a power of two) hashes of a tile from <paramref name="offset"/> (a multiple of it) on.</summary>
    /// <remarks>A source that answers many proofs keeps these roots; this one computes them each time.</remarks>
    bool TryReadNode(TilePath path, int offset, int width, out Digest node)
    {
        node = default;
        if (!TryRead(path, out ReadOnlyMemory<byte> hashes) || hashes.Length < (offset + width) * Digest.SizeBytes)
            return false;
        node = Tile.Root(hashes.Span.Slice(offset * Digest.SizeBytes, width * Digest.SizeBytes));
        return true;
    }
}
