using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>The last, not yet full tile of one level.</summary>
internal sealed class EdgeLevel
{
    private readonly byte[] _hashes = new byte[Tile.FullBytes];

    /// <summary>How many hashes there are, 0 to 256; 256 only while the tile is being handed over.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<byte> Hashes => _hashes.AsSpan(0, Count * Digest.SizeBytes);

    public void Add(Digest hash)
    {
        hash.CopyTo(_hashes.AsSpan(Count * Digest.SizeBytes));
        Count++;
    }

    public void Restore(ReadOnlySpan<byte> hashes)
    {
        hashes.CopyTo(_hashes);
        Count = hashes.Length / Digest.SizeBytes;
    }

    public void Clear() => Count = 0;
}
