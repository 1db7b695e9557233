using System.Collections.Concurrent;

namespace OpenGradient.Transparency.Log;

/// <summary>Full tiles of hashes, read from disk once while they are in use. A full tile never changes.</summary>
/// <remarks>Two generations of 128 tiles, 2 MiB in all: when the young one is full it becomes the old one, and the old one goes.</remarks>
internal sealed class TileCache(LogLayout layout)
{
    private ConcurrentDictionary<TilePath, byte[]> _young = new();
    private ConcurrentDictionary<TilePath, byte[]> _old = new();

    public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
    {
        if (!_young.TryGetValue(path, out byte[]? content))
        {
            if (!_old.TryGetValue(path, out content))
                content = ReadFile(path);
            if (content is not null)
                Add(path, content);
        }

        hashes = content;
        return content is not null;
    }

    public void Add(TilePath path, byte[] content)
    {
        if (_young.Count >= GenerationTiles)
        {
            _old = _young;
            _young = new ConcurrentDictionary<TilePath, byte[]>();
        }

        _young[path] = content;
    }

    private byte[]? ReadFile(TilePath path)
    {
        string file = layout.PathOf(path);
        if (!File.Exists(file))
            return null;
        byte[] content = File.ReadAllBytes(file);
        return content.Length == Tile.FullBytes ? content : null;
    }

    private const int GenerationTiles = 128;
}
