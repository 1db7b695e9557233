using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>One root, two headers: the first tile begins with the header of one of them at most.</summary>
internal sealed class HeaderTilePhase(DocumentName document, Pair<Digest> roots, Pair<long> lengths, Pair<ValueHeader> headers) : OpenTilePhase(document, 0, roots, lengths)
{
    private readonly DocumentName _document = document;

    /// <inheritdoc/>
    protected override RefereeStep DecideOn(Pair<OpenedTile> tiles) => RefereeStep.Convict(
        VerdictCode.FalseTiles,
        Parties.Both.Where(party => !BeginsWith(tiles[party].Bytes, headers[party])),
        $"{_document} does not begin with the header that was said.");

    /// <summary>Whether a first tile begins with a header.</summary>
    public static bool BeginsWith(ImmutableArray<byte> tile, ValueHeader header) =>
        tile.AsSpan().StartsWith(System.Text.Encoding.ASCII.GetBytes(header.Text + "\n"));
}
