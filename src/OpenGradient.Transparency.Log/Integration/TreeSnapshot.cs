using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>A published state of the tree: the checkpoint, and the partial tiles that go with it.</summary>
/// <param name="Checkpoint">The signed head.</param>
/// <param name="Note">Its bytes as signed.</param>
/// <param name="Partials">The partial tiles of hashes of this size.</param>
/// <param name="Full">The full tiles, on disk.</param>
internal sealed record TreeSnapshot(
    Checkpoint Checkpoint,
    byte[] Note,
    ImmutableArray<(TilePath Path, TileNodes Tile)> Partials,
    TileCache Full) : ITileSource
{
    public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
    {
        TileNodes? tile = Find(path);
        hashes = tile?.Hashes ?? default;
        return tile is not null;
    }

    public bool TryReadNode(TilePath path, int offset, int width, out Digest node)
    {
        node = default;
        return Find(path) is TileNodes tile && tile.TryGet(offset, width, out node);
    }

    private TileNodes? Find(TilePath path)
    {
        if (!path.IsPartial)
            return Full.Find(path);
        foreach ((TilePath partial, TileNodes tile) in Partials)
        {
            if (partial == path)
                return tile;
        }

        return null;
    }
}
