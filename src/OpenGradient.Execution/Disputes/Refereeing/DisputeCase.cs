using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>What was established before the bisection: the terms, both claims, and the frame that they share.</summary>
/// <param name="Terms">Which inference.</param>
/// <param name="Claims">What the parties say it gave.</param>
/// <param name="Frame">Record 0 of the Program.</param>
internal sealed record DisputeCase(DisputeTerms Terms, Pair<ClaimBody> Claims, FrameRecord Frame)
{
    /// <summary>Whether a value is at its leaf in a party's trace.</summary>
    public bool HasLeaf(Party party, int leaf, ClaimedLeaf claim) => claim.Verify(leaf, Frame.LeafCount, Claims[party].Trace);

    /// <summary>The root over the Program's records, which both parties named.</summary>
    public Digest Graph => Claims.A.Graph;
}
