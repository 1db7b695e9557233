using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The last tile must end in the digest that its party named.</summary>
internal sealed class LastTilePhase(DocumentName document, Pair<Digest> roots, Pair<long> lengths, Pair<Digest> contents) : OpenTilePhase(document, null, roots, lengths)
{
    private readonly DocumentName _document = document;
    private readonly Pair<long> _lengths = lengths;

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpenedTile> tiles)
    {
        bool IsFalse(Party party) => tiles[party].Finish(_lengths[party]) != contents[party];
        return RefereeStep.Convict(VerdictCode.FalseTiles, Parties.Both.Where(IsFalse), $"The tiles of {_document} do not have the digest that they were said to have.");
    }
}
