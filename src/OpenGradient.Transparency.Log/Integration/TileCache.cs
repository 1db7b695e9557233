using System.Collections.Concurrent;

namespace OpenGradient.Transparency.Log;

/// <summary>Full tiles of hashes, read from disk once while they are in use. A full tile never changes.</summary>
/// <remarks>Two generations of 128 tiles, at most 6 MiB in all: when the young one is full it becomes the old one, and the old one goes.</remarks>
internal sealed class TileCache(LogLayout layout)
{
    private ConcurrentDictionary<TilePath, TileNodes> _young = new();
    private ConcurrentDictionary<TilePath, TileNodes> _old = new();

    /// <summary>A full tile; null if its file is missing or of another length.</summary>
    public TileNodes? Find(TilePath path)
    {
        if (_young.TryGetValue(path, out TileNodes? tile))
            return tile;
        if (!_old.TryGetValue(path, out tile))
            tile = ReadFile(path);
        if (tile is not null)
            Add(path, tile);
        return tile;
    }

    public void Add(TilePath path, TileNodes tile)
    {
        if (_young.Count >= GenerationTiles)
        {
            _old = _young;
            _young = new ConcurrentDictionary<TilePath, TileNodes>();
        }

        _young[path] = tile;
    }

    private TileNodes? ReadFile(TilePath path)
    {
        string file = layout.PathOf(path);
        if (!File.Exists(file))
            return null;
        byte[] content = File.ReadAllBytes(file);
        return content.Length == Tile.FullBytes ? new TileNodes(content) : null;
    }

    private const int GenerationTiles = 128;
}
