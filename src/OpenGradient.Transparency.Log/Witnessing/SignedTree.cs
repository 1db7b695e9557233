using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>A tree that a log has signed and has on its disk, for witnesses to look at.</summary>
public sealed class SignedTree
{
    private readonly ITileSource _tiles;

    internal SignedTree(Checkpoint checkpoint, ImmutableArray<byte> note, ITileSource tiles)
    {
        Checkpoint = checkpoint;
        Note = note;
        _tiles = tiles;
    }

    /// <summary>What was signed.</summary>
    public Checkpoint Checkpoint { get; }

    /// <summary>The note with the log's signature.</summary>
    public ImmutableArray<byte> Note { get; }

    /// <summary>The proof that this tree continues its first <paramref name="oldSize"/> entries; false if it is smaller, or a tile is missing.</summary>
    public bool TryProveConsistency(ulong oldSize, out ImmutableArray<Digest> path) =>
        TileTree.TryProveConsistency(_tiles, oldSize, Checkpoint.Size, out path);
}
