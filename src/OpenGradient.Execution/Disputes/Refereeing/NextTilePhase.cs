namespace OpenGradient.Execution.Disputes;

/// <summary>The tile after the last one that differs carries the chaining value that both tiles before it should lead to.</summary>
internal sealed class NextTilePhase(SourceConflict conflict, int index, Pair<OpenedTile> tiles) : OpenTilePhase(conflict.Document, index + 1, conflict.Roots, conflict.Lengths)
{
    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpenedTile> next) => RefereeStep.Convict(
        VerdictCode.FalseTiles,
        Parties.Both.Where(party => tiles[party].Next() != next[party].State),
        $"Tile {index} of {conflict.Document} does not lead to the chaining value after it: {conflict.Document} with the digest {conflict.Content} has another tile there.");
}
