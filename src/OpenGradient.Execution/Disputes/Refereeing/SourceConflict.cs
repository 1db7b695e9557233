using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the digest of a constant, which the Program names, but not on its tiles.</summary>
/// <param name="Document">The constant.</param>
/// <param name="Content">Its digest.</param>
/// <param name="Bytes">Its length, as encoding and shape say.</param>
/// <param name="Roots">The roots over its tiles, as the parties say.</param>
internal sealed record SourceConflict(DocumentName Document, Digest Content, long Bytes, Pair<Digest> Roots)
{
    /// <summary>How many tiles there are.</summary>
    public int TileCount => TraceTiles.Count(Bytes);

    /// <summary>The round that settles it, or leads there.</summary>
    public RefereeStep Enter() => DescendPhase.Enter(
        Document, new MerkleRange(0, TileCount), Roots, seeksFirst: false, (tile, leaves) => new ConflictTilePhase(this, tile, leaves));
}
