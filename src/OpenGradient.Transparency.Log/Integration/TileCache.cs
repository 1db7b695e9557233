using System.Collections.Concurrent;

namespace OpenGradient.Transparency.Log;

/// <summary>Full tiles of hashes, read from disk once while they are in use. A full tile never changes.</summary>
/// <remarks>
/// Two generations of 128 tiles, at most 6 MiB in all: when the young one is full it becomes the old one, and the old one goes. Those that are
/// not on the disk yet stay until they are.
/// </remarks>
internal sealed class TileCache(LogLayout layout)
{
    private readonly ConcurrentDictionary<TilePath, TileNodes> _held = new();
    private ConcurrentDictionary<TilePath, TileNodes> _young = new();
    private ConcurrentDictionary<TilePath, TileNodes> _old = new();

    /// <summary>A full tile; null if its file is missing or of another length.</summary>
    public TileNodes? Find(TilePath path)
    {
        if (_young.TryGetValue(path, out TileNodes? tile) || _held.TryGetValue(path, out tile))
            return tile;
        if (!_old.TryGetValue(path, out tile))
            tile = ReadFile(path);
        if (tile is not null)
            Add(path, tile);
        return tile;
    }

    /// <summary>Adds a tile that is on no disk yet.</summary>
    public void Hold(TilePath path, TileNodes tile) => _held[path] = tile;

    /// <summary>Lets go of tiles that are on the disk now, but for what fits into the generations.</summary>
    public void Release(IEnumerable<TilePath> written)
    {
        foreach (TilePath path in written)
        {
            if (_held.TryGetValue(path, out TileNodes? tile))
                Add(path, tile);
            _held.TryRemove(path, out _);
        }
    }

    private void Add(TilePath path, TileNodes tile)
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
