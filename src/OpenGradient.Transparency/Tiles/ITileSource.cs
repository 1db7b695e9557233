namespace OpenGradient.Transparency;

/// <summary>Where tiles of hashes come from.</summary>
public interface ITileSource
{
    /// <summary>The hashes of a tile, 32 bytes each, at least <see cref="TilePath.Width"/> of them; false if it is not there.</summary>
    /// <remarks>A full tile may be given where a partial one is asked for. Nothing is trusted: proofs are checked by who uses them.</remarks>
    bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes);
}
