using OpenGradient.Primitives;

namespace OpenGradient.Kernels;

/// <summary>Hashes the tiles of a value, a few vectors full at a time, and the two lowest levels of the tree over them, which fill vectors, too.</summary>
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
        TileHashes.FoldOnce(TileHashes.FoldOnce(_tiles.Slice(first, count)));
    }

    /// <summary>The nodes of the third level, side by side, after all parts have run.</summary>
    public Span<Digest> Nodes()
    {
        for (int part = 1; part < PartCount; part++)
            _tiles.Slice(part * PartTiles, Math.Min(PartNodes, _tiles.Length - (part * PartTiles))).CopyTo(_tiles[(part * PartNodes)..]);
        return _tiles[..((_tiles.Length + 3) / 4)];
    }

    private const int PartTiles = 64;
    private const int PartNodes = PartTiles / 4;
}
