using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>Two traces are not of one length: the roots over as many leaves as the shorter has say whether they part before its end.</summary>
/// <param name="traces">The traces.</param>
/// <param name="ofReceipt">Whether they are those of a receipt.</param>
/// <param name="atEnd">What comes where the shorter one ends.</param>
/// <param name="descend">The way to the first leaf that differs before that.</param>
internal sealed class PrefixPhase(Pair<TraceClaim> traces, bool ofReceipt, Func<int, RefereePhase> atEnd, Func<int, Pair<Digest>, RefereeStep> descend)
    : TypedPhase<PrefixBody>
{
    private readonly int _count = Math.Min(traces.A.LeafCount, traces.B.LeafCount);

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Prefix(_count, ofReceipt);

    /// <summary>The first round on the way to the first leaf on which two traces differ.</summary>
    public static RefereeStep Enter(Pair<TraceClaim> traces, bool ofReceipt, Func<int, RefereePhase> atEnd, Func<int, Pair<Digest>, RefereeStep> descend) =>
        traces.A.LeafCount == traces.B.LeafCount
            ? descend(traces.A.LeafCount, traces.Select(static trace => trace.Root))
            : RefereeStep.To(new PrefixPhase(traces, ofReceipt, atEnd, descend));

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, PrefixBody body)
    {
        TraceClaim claim = traces[party];
        return MerklePrefix.Verify(_count, claim.LeafCount, body.Root, claim.Root, body.Path.AsSpan()) ? null : "the root is not that of the trace's beginning";
    }

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<PrefixBody> bodies) => bodies.A.Root == bodies.B.Root
        ? RefereeStep.To(atEnd(_count))
        : descend(_count, bodies.Select(static body => body.Root));
}
