namespace OpenGradient.Execution.Disputes;

/// <summary>The traces are not of one length: the roots over as many leaves as the shorter has say whether they part before its end.</summary>
internal sealed class PrefixPhase(DisputeCase dispute) : TypedPhase<PrefixBody>
{
    private readonly int _count = Math.Min(dispute.Traces.A.LeafCount, dispute.Traces.B.LeafCount);

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Prefix(_count);

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, PrefixBody body)
    {
        TraceClaim claim = dispute.Traces[party];
        return MerklePrefix.Verify(_count, claim.LeafCount, body.Root, claim.Root, body.Path.AsSpan()) ? null : "the root is not that of the trace's beginning";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<PrefixBody> bodies) => bodies.A.Root == bodies.B.Root
        ? RefereeStep.To(SuccessorPhase.AtTheEnd(dispute, _count))
        : dispute.Descend(_count, bodies.Select(static body => body.Root));
}
