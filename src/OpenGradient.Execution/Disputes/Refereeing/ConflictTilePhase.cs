using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The last tile that differs: what follows it is agreed, so two different tiles cannot both lead there.</summary>
internal sealed class ConflictTilePhase(SourceConflict conflict, int index, Pair<Digest> leaves) : TypedPhase<TileBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Tile(conflict.Document, index);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, TileBody body)
    {
        bool isRight = body.Tile.LeafHash() == leaves[party] && body.Tile.Bytes.Length == TiledDocument.TileLength(conflict.Bytes, index);
        return isRight && body.Tile.State is { } state && (index > 0 || state == Sha256Chain.Initial) ? null : "the tile is not the one under the root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<TileBody> bodies)
    {
        Pair<OpenedTile> tiles = bodies.Select(static body => body.Tile);
        if (index + 1 < conflict.TileCount)
            return RefereeStep.To(new NextTilePhase(conflict, index, tiles));
        return RefereeStep.Convict(
            VerdictCode.FalseTiles,
            Parties.Both.Where(party => tiles[party].Finish(conflict.Bytes) != conflict.Content),
            $"Tile {index} of {conflict.Document} does not end in the digest {conflict.Content}.");
    }
}
