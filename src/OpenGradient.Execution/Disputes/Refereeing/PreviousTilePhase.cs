namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the tile before, but not on the chaining value after it, which follows from it.</summary>
internal sealed class PreviousTilePhase(DisputedValue value, int index, Pair<OpenedTile> tiles) : OpenTilePhase(
    value.Document, index - 1, value.Claims.Select(static claim => claim.Tiles), value.Claims.Select(static claim => claim.Header.ContentBytes))
{
    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpenedTile> previous) => RefereeStep.Convict(
        VerdictCode.FalseTiles,
        Parties.Both.Where(party => previous[party].Next() != tiles[party].State),
        $"The chaining value before tile {index} does not follow from the tile before it.");
}
