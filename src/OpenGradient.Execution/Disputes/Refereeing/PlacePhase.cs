using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the full trace, and not on what of it a receipt binds: at the first leaf on which the receipt's traces differ, each shows where its own is in the full trace.</summary>
/// <remarks>All leaves before are agreed. The right one is the first of a traced step after them, so of two that both are of traced steps the earlier is right.</remarks>
/// <param name="dispute">The dispute, whose traces are the same.</param>
/// <param name="receipts">The traces that the receipt should bind, as the parties say.</param>
/// <param name="index">Where they differ first.</param>
internal sealed class PlacePhase(DisputeCase dispute, Pair<TraceClaim> receipts, int index) : TypedPhase<PlaceBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Place(index);

    /// <summary>The first round about a receipt.</summary>
    public static RefereeStep Enter(DisputeCase dispute, Pair<TraceClaim> receipts) => PrefixPhase.Enter(
        receipts,
        ofReceipt: true,
        count => new PlacePhase(dispute, receipts, count),
        (count, roots) => count == 0
            ? RefereeStep.Convict(VerdictCode.FalseReceipt, receipts.Where(static receipt => receipt.Root != MerkleTree.EmptyRoot), "A trace without leaves has one root.")
            : DescendPhase.Enter(
                null, new MerkleRange(0, count), roots, seeksFirst: true, (leaf, _) => new PlacePhase(dispute, receipts, leaf), ofReceipt: true));

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, PlaceBody body)
    {
        (TraceClaim full, TraceClaim receipt) = (dispute.Traces[party], receipts[party]);
        if (index == 0 ? body.Before is not null : body.Before?.Verify(full, receipt, index - 1) != true)
            return "the leaf before is not in both traces";
        if (receipt.LeafCount == index)
            return body.Own is null && body.Record is null ? null : "there is no leaf at the end";
        bool isTraced = body is { Own: not null, Record: { Step.IsTraced: true } record } && record.Step.Index == body.Own.Leaf.Name.Step
            && record.Verify(dispute.Frame.StepCount, dispute.Graph);
        return isTraced && body.Own!.Verify(full, receipt, index) && body.Own.Leaf.Index > (body.Before?.Leaf.Index ?? -1)
            ? null
            : "the receipt's trace has a leaf that is not one of a traced step in the full trace, in order";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<PlaceBody> bodies)
    {
        int first = Math.Min(Place(bodies.A), Place(bodies.B));
        return RefereeStep.Convict(
            VerdictCode.FalseReceipt, bodies.Where(body => Place(body) != first), $"Leaf {index} of the receipt's trace is leaf {first} of the full trace.");
    }

    private static int Place(PlaceBody body) => body.Own?.Leaf.Index ?? int.MaxValue;
}
