using System.Collections.Immutable;
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
        ValueHeader header = value.Claims[party].Header;
        if (body.Tile.LeafHash() != leaves[party] || body.Tile.Bytes.Length != TiledDocument.TileLength(header.ContentBytes, index))
            return "the tile is not the one under the root";
        if (index == 0 && (body.Tile.State != Sha256Chain.Initial || !HeaderTilePhase.BeginsWith(body.Tile.Bytes, header)))
            return "the first tile does not begin as it must";
        return null;
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<TileBody> bodies)
    {
        Pair<OpenedTile> tiles = bodies.Select(static body => body.Tile);
        if (tiles.A.State != tiles.B.State)
            return RefereeStep.To(new PreviousTilePhase(value, index, tiles));
        ImmutableArray<byte> a = tiles.A.Bytes;
        int at = a.AsSpan().CommonPrefixLength(tiles.B.Bytes.AsSpan());
        long place = ((long)index * TiledDocument.TileBytes) + at - value.Claims.A.Header.HeaderBytes;
        var element = new DisputedElement(place, tiles.Select(tile => tile.Bytes[at]));
        return RefereeStep.To(new SourcesPhase(dispute, value, element));
    }
}
