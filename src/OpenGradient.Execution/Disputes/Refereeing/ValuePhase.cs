using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>At the first leaf that differs: whose it is, and what the parties say it holds.</summary>
internal sealed class ValuePhase(DisputeCase dispute, int leaf, Pair<Digest> hashes) : TypedPhase<ValueBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Value(leaf);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ValueBody body) =>
        body.Value.LeafHash(body.Name) == hashes[party] ? null : "the value is not that of the leaf";

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ValueBody> bodies)
    {
        if (bodies.A.Name != bodies.B.Name)
            return RefereeStep.To(SuccessorPhase.Between(dispute, leaf, bodies.Select(static body => body.Name)));
        var value = new DisputedValue(bodies.A.Name, leaf, bodies.Select(static body => body.Value));
        if (value.Claims.A.Header.Text != value.Claims.B.Header.Text)
            return RefereeStep.To(new SourcesPhase(dispute, value, element: null));

        // The leaves differ and the headers do not, so the roots over the tiles do.
        var tiles = new MerkleRange(0, TraceTiles.Count(value.Claims.A.Header.ContentBytes));
        return DescendPhase.Enter(
            value.Document, tiles, value.Claims.Select(static claim => claim.Tiles), seeksFirst: true, (tile, leaves) => new TilePhase(dispute, value, tile, leaves));
    }
}
