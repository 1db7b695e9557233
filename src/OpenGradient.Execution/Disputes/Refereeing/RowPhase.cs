using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The parties agree on the full trace of a causal Program, and not on the rows that a receipt binds: the leaf of the first position that differs.</summary>
/// <param name="dispute">The dispute, whose traces are the same.</param>
/// <param name="position">The position.</param>
/// <param name="hashes">The hashes of its leaf.</param>
internal sealed class RowPhase(DisputeCase dispute, int position, Pair<Digest> hashes) : TypedPhase<RowBody>
{
    /// <inheritdoc/>
    public override DisputeRequest Request { get; } = new DisputeRequest.Row(position);

    /// <summary>The first round about the rows.</summary>
    public static RefereeStep Enter(DisputeCase dispute, Pair<TraceClaim> receipts)
    {
        int rowCount = (int)dispute.Terms.Inputs[0].Header.Shape[0];
        Party[] wrong = [.. receipts.Where(receipt => receipt.LeafCount != rowCount || (rowCount == 0 && receipt.Root != MerkleTree.EmptyRoot))];
        return wrong.Length > 0
            ? RefereeStep.Convict(VerdictCode.FalseReceipt, wrong, $"The receipt's trace has {rowCount} {(rowCount == 1 ? "leaf" : "leaves")}, one for each token that was read.")
            : DescendPhase.Enter(
                null, new MerkleRange(0, rowCount), receipts.Select(static receipt => receipt.Root), seeksFirst: true, (leaf, nodes) => new RowPhase(dispute, leaf, nodes), ofReceipt: true);
    }

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, RowBody body) => MerkleTree.HashLeaf(body.Leaf.AsSpan()) == hashes[party] && TraceEntry.TryRead(body.Leaf.AsSpan(), out _)
        ? null
        : "the leaf is not the one under the root, or not one of a position";

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<RowBody> bodies)
    {
        Pair<ImmutableArray<TraceEntry>> leaves = bodies.Select(static body => TraceEntry.TryRead(body.Leaf.AsSpan(), out ImmutableArray<TraceEntry> entries) ? entries : []);
        int index = leaves.A.AsSpan().CommonPrefixLength(leaves.B.AsSpan());
        return RefereeStep.To(new EntryPhase(dispute, position, index, leaves.Select(leaf => index < leaf.Length ? leaf[index] : (TraceEntry?)null)));
    }
}
