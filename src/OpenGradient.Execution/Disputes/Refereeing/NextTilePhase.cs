using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The tile after the last one that differs carries the chaining value that both tiles before it should lead to.</summary>
internal sealed class NextTilePhase(SourceConflict conflict, int index, Pair<OpenedTile> tiles) : TypedPhase<OpeningsBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.OpenTile(conflict.Document, index + 1);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, OpeningsBody body)
    {
        var opened = new OpenedDocuments(new Dictionary<DocumentName, (Digest, long)> { [conflict.Document] = (conflict.Roots[party], conflict.Bytes) });
        bool isDue = body.Documents.IsEmpty && body.Tiles.Length == 1 && body.Tiles[0].Document == conflict.Document && body.Tiles[0].Index == index + 1;
        return isDue && opened.TryAdd(body) ? null : "the opening is not of the tile that was due, or not under the root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpeningsBody> bodies) => RefereeStep.Convict(
        VerdictCode.FalseTiles,
        Parties.Both.Where(party => tiles[party].Next() != bodies[party].Tiles[0].Tile.State),
        $"Tile {index} of {conflict.Document} does not lead to the chaining value after it: with the digest {conflict.Content} it has another tile there.");
}
