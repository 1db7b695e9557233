using System.Collections.Immutable;

namespace OpenGradient.Transparency.Log;

/// <summary>A published state of the tree: the checkpoint, and the partial tiles that go with it.</summary>
/// <param name="Checkpoint">The signed head.</param>
/// <param name="Note">Its bytes as signed.</param>
/// <param name="Partials">The partial tiles of hashes of this size.</param>
/// <param name="Full">The full tiles, on disk.</param>
internal sealed record TreeSnapshot(
    Checkpoint Checkpoint,
    byte[] Note,
    ImmutableArray<(TilePath Path, byte[] Content)> Partials,
    TileCache Full) : ITileSource
{
    public bool TryRead(TilePath path, out ReadOnlyMemory<byte> hashes)
    {
        if (!path.IsPartial)
            return Full.TryRead(path, out hashes);
        foreach ((TilePath partial, byte[] content) in Partials)
        {
            if (partial != path)
                continue;
            hashes = content;
            return true;
        }

        hashes = default;
        return false;
    }
}
