using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Each party opens one tile of a document under the root that it named.</summary>
/// <param name="document">The document.</param>
/// <param name="index">Which tile; null for the last.</param>
/// <param name="roots">The roots that the parties named.</param>
/// <param name="lengths">How long the parties say the document is.</param>
internal abstract class OpenTilePhase(DocumentName document, int? index, Pair<Digest> roots, Pair<long> lengths) : TypedPhase<OpeningsBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.OpenTile(document, index);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, OpeningsBody body)
    {
        long length = lengths[party];
        int due = index ?? (TiledDocument.CountTiles(length) - 1);
        var opened = new OpenedDocuments(new Dictionary<DocumentName, (Digest, long)> { [document] = (roots[party], length) });
        bool isDue = body.Documents.IsEmpty && body.Tiles.Length == 1 && body.Tiles[0].Document == document && body.Tiles[0].Index == due;
        return isDue && opened.TryAdd(body) ? null : "the opening is not of the tile that was due, or not under the root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpeningsBody> bodies) => DecideOn(bodies.Select(static body => body.Tiles[0].Tile));

    /// <summary>What follows from the two tiles.</summary>
    protected abstract RefereeStep DecideOn(Pair<OpenedTile> tiles);
}
