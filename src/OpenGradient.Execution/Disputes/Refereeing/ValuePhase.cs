using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>At the first leaf that differs: which step made it, and what the parties say it made.</summary>
internal sealed class ValuePhase(DisputeCase dispute, int leaf, Pair<Digest> hashes) : TypedPhase<ValueBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Value(leaf);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ValueBody body)
    {
        if (!RecordFormat.TryRead(body.Record, out StepRecord? record)
            || !ProgramGraph.Verify(body.Record, record.RecordIndex, dispute.Frame.StepCount, body.RecordPath.AsSpan(), dispute.Graph))
            return "the record is not of the graph";
        int output = leaf - record.FirstLeaf;
        if (output < 0 || output >= record.OutputCount)
            return "the record is of another step";
        return body.Value.LeafHash(record.Index, output) == hashes[party] ? null : "the value is not that of the leaf";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ValueBody> bodies)
    {
        RecordFormat.TryRead(bodies.A.Record, out StepRecord? record);
        var value = new DisputedValue(record!, leaf, bodies.Select(static body => body.Value));
        if (value.Claims.A.Header.Text != value.Claims.B.Header.Text)
            return RefereeStep.To(new SourcesPhase(dispute, value, element: null));
        // The leaves differ and the headers do not, so the roots over the tiles do.
        return DescendPhase.Enter(
            value.Document, new MerkleRange(0, TraceTiles.Count(value.Claims.A.Header.ContentBytes)), value.Claims.Select(static claim => claim.Tiles), seeksFirst: true, (tile, leaves) => new TilePhase(dispute, value, tile, leaves));
    }
}
