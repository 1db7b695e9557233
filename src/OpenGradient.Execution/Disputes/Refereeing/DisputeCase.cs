using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What was established before a bisection: a Program and what the parties say its run gave.</summary>
/// <param name="Terms">Which inference.</param>
/// <param name="Traces">The full traces that the parties claim.</param>
/// <param name="Frame">Record 0 of the Program.</param>
/// <param name="Graph">The root over the Program's records.</param>
/// <param name="Outer">For the expansion of a step: the dispute about the whole; otherwise null.</param>
internal sealed record DisputeCase(DisputeTerms Terms, Pair<TraceClaim> Traces, FrameRecord Frame, Digest Graph, OuterDispute? Outer)
{
    /// <summary>Whether a leaf is at its place in a party's trace.</summary>
    public bool HasLeaf(Party party, ClaimedLeaf leaf) => leaf.Verify(Traces[party].LeafCount, Traces[party].Root);

    /// <summary>The first round on the way to the first leaf that differs.</summary>
    public RefereeStep Enter()
    {
        if (Traces.A == Traces.B)
            return RefereeStep.Convict(VerdictCode.ImpossibleStep, [], "One trace cannot have two outputs.");
        return PrefixPhase.Enter(Traces, ofReceipt: false, count => SuccessorPhase.AtTheEnd(this, count), Descend);
    }

    private RefereeStep Descend(int leafCount, Pair<Digest> roots) => DescendPhase.Enter(
        null, new MerkleRange(0, leafCount), roots, seeksFirst: true, (leaf, hashes) => new ValuePhase(this, leaf, hashes));
}
