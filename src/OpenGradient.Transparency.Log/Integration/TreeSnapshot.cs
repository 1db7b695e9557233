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

    /// <summary>The tree as it was at an earlier checkpoint: its partial tiles are beginnings of tiles that are here. Null if one of those is missing.</summary>
    public TreeSnapshot? At(Checkpoint earlier, byte[] note)
    {
        var partials = ImmutableArray.CreateBuilder<(TilePath Path, TileNodes Tile)>();
        foreach (TilePath path in TreeEdge.PartialPaths(earlier.Size))
        {
            if (!TryRead(TileTree.TileOf(path.Level, path.Index * TilePath.FullWidth, Checkpoint.Size), out ReadOnlyMemory<byte> hashes))
                return null;
            partials.Add((path, new TileNodes(hashes[..(path.Width * Digest.SizeBytes)].ToArray())));
        }

        return new TreeSnapshot(earlier, note, partials.ToImmutable(), Full);
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
