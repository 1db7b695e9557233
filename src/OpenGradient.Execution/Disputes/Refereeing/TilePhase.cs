using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The first tile that differs: its first differing byte names the disputed element.</summary>
internal sealed class TilePhase(DisputeCase dispute, DisputedValue value, int index, Pair<Digest> leaves) : TypedPhase<TileBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Tile(value.Document, index);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, TileBody body)
    {
        int due = TiledDocument.TileLength(value.Claims[party].Header.ContentBytes, index);
        return body.Tile.State is null && body.Tile.LeafHash() == leaves[party] && body.Tile.Bytes.Length == due ? null : "the tile is not the one under the root";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<TileBody> bodies)
    {
        Pair<OpenedTile> tiles = bodies.Select(static body => body.Tile);
        int at = tiles.A.Bytes.AsSpan().CommonPrefixLength(tiles.B.Bytes.AsSpan());
        var element = new DisputedElement(((long)index * TiledDocument.TileBytes) + at, tiles.Select(tile => tile.Bytes[at]));
        return RefereeStep.To(new SourcesPhase(dispute, value, element));
    }
}
