using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>One level down two Merkle trees of one size and different roots, towards the first leaf that differs, or the last.</summary>
/// <remarks>
/// Going to the first, everything to the left of the path has equal hashes: both parties agree on all earlier leaves. Going to the last,
/// they agree on all later ones.
/// </remarks>
internal sealed class DescendPhase : TypedPhase<ChildrenBody>
{
    private readonly DocumentName? _document;
    private readonly MerkleRange _range;
    private readonly Pair<Digest> _nodes;
    private readonly bool _seeksFirst;
    private readonly bool _ofReceipt;
    private readonly Func<int, Pair<Digest>, RefereePhase> _atLeaf;

    private DescendPhase(DocumentName? document, MerkleRange range, Pair<Digest> nodes, bool seeksFirst, bool ofReceipt, Func<int, Pair<Digest>, RefereePhase> atLeaf)
    {
        _document = document;
        _range = range;
        _nodes = nodes;
        _seeksFirst = seeksFirst;
        _ofReceipt = ofReceipt;
        _atLeaf = atLeaf;
    }

    /// <inheritdoc/>
    public override DisputeRequest Request => new DisputeRequest.Children(_document, _range, _ofReceipt);

    /// <summary>The phase at a node of both trees.</summary>
    /// <param name="document">Whose tiles they are; null for a trace.</param>
    /// <param name="range">The node.</param>
    /// <param name="nodes">Its hashes.</param>
    /// <param name="seeksFirst">Whether the way goes to the first leaf that differs, or to the last.</param>
    /// <param name="atLeaf">What comes there.</param>
    /// <param name="ofReceipt">Whether the trace is that of the receipt.</param>
    public static RefereeStep Enter(
        DocumentName? document, MerkleRange range, Pair<Digest> nodes, bool seeksFirst, Func<int, Pair<Digest>, RefereePhase> atLeaf, bool ofReceipt = false) =>
        RefereeStep.To(range.IsLeaf ? atLeaf(range.Start, nodes) : new DescendPhase(document, range, nodes, seeksFirst, ofReceipt, atLeaf));

    /// <inheritdoc/>
    protected override string? FaultOf(Party party, ChildrenBody body) =>
        MerkleTree.HashNode(body.Left, body.Right) == _nodes[party] ? null : "the two hashes do not make the one above them";

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<ChildrenBody> bodies)
    {
        bool goesLeft = _seeksFirst ? bodies.A.Left != bodies.B.Left : bodies.A.Right == bodies.B.Right;
        return goesLeft
            ? Enter(_document, _range.Left, bodies.Select(static body => body.Left), _seeksFirst, _atLeaf, _ofReceipt)
            : Enter(_document, _range.Right, bodies.Select(static body => body.Right), _seeksFirst, _atLeaf, _ofReceipt);
    }
}
