using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary>Hashes the tiles of a value, a few vectors full at a time.</summary>
internal readonly ref struct TileHashing(ReadOnlySpan<byte> data, Span<Digest> tiles) : IWorkBody
{
    private readonly ReadOnlySpan<byte> _data = data;
    private readonly Span<Digest> _tiles = tiles;

    /// <summary>How many parts there are.</summary>
    public int PartCount => (_tiles.Length + PartTiles - 1) / PartTiles;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * PartTiles;
        int count = Math.Min(PartTiles, _tiles.Length - first);
        int whole = Math.Min(count, (_data.Length / TileHashes.TileBytes) - first);
        PieceHashes.Hash(0x00, _data.Slice(first * TileHashes.TileBytes, whole * TileHashes.TileBytes), TileHashes.TileBytes, _tiles.Slice(first, whole));
        if (whole < count)
            _tiles[first + whole] = PieceHashes.HashOne(0x00, _data[((first + whole) * TileHashes.TileBytes)..]);
    }

    private const int PartTiles = 64;
}
