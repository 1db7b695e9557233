using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What was established before the bisection: the terms, both claims, and the frame that they share.</summary>
/// <param name="Terms">Which inference.</param>
/// <param name="Claims">What the parties say it gave.</param>
/// <param name="Frame">Record 0 of the Program.</param>
internal sealed record DisputeCase(DisputeTerms Terms, Pair<ClaimBody> Claims, FrameRecord Frame)
{
    /// <summary>The root over the Program's records, which both parties named.</summary>
    public Digest Graph => Claims.A.Graph;

    /// <summary>Whether a leaf is at its place in a party's trace.</summary>
    public bool HasLeaf(Party party, ClaimedLeaf leaf) => leaf.Verify(Claims[party].LeafCount, Claims[party].Trace);

    /// <summary>The way to the first leaf that differs, among the first leaves of both traces.</summary>
    public RefereeStep Descend(int leafCount, Pair<Digest> roots) => DescendPhase.Enter(
        null, new MerkleRange(0, leafCount), roots, seeksFirst: true, (leaf, hashes) => new ValuePhase(this, leaf, hashes));
}
