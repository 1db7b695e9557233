using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the digest of a document that the step reads, but not on its tiles.</summary>
/// <param name="Document">The document.</param>
/// <param name="Content">The agreed digest.</param>
/// <param name="Headers">Type and shape, as the parties say; null for a constant.</param>
/// <param name="Lengths">Bytes, as the parties say.</param>
/// <param name="Roots">The roots over the tiles, as the parties say.</param>
internal sealed record SourceConflict(DocumentName Document, Digest Content, Pair<ValueHeader?> Headers, Pair<long> Lengths, Pair<Digest> Roots)
{
    /// <summary>The round that settles it, or leads there.</summary>
    public RefereeStep Enter()
    {
        if (Lengths.A != Lengths.B)
            return RefereeStep.To(new LastTilePhase(Document, Roots, Lengths, new Pair<Digest>(Content, Content)));
        if (Roots.A == Roots.B)
            return RefereeStep.To(new HeaderTilePhase(Document, Roots, Lengths, Headers.Select(static header => header!)));
        return DescendPhase.Enter(
            Document, new MerkleRange(0, TiledDocument.CountTiles(Lengths.A)), Roots, seeksFirst: false, (tile, leaves) => new ConflictTilePhase(this, tile, leaves));
    }
}
