using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Referees a dispute that is over, from what the parties said in it: no model, no run, no party present.</summary>
/// <remarks>Total: whatever the messages are, they give a verdict or none. Who said them is for the caller to know.</remarks>
public sealed class DisputeReplay
{
    private readonly Referee _referee;
    private int? _leaf;
    private DisputeRequest.Sources? _sources;
    private int? _tile;
    private long? _term;
    private string? _operator;
    private string? _within; // the step that is expanded
    private TileBody? _claimed;
    private DisputeRequest.Tile? _lastTile;

    private DisputeReplay(DisputeTerms terms) => _referee = new Referee(terms);

    /// <summary>The verdict to which the last message leads; null if they lead to none, if one comes after it, or if the terms are none.</summary>
    /// <param name="terms">The terms of the dispute.</param>
    /// <param name="messages">What was said: party a and party b in turn.</param>
    /// <param name="place">Where the parties differed.</param>
    public static Verdict? Run(JsonValue terms, IReadOnlyList<ReadOnlyMemory<byte>> messages, out DisputePlace place)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(messages);
        place = new DisputePlace(null, null, null, null, null, null, null);
        if (!DisputeTerms.TryRead(terms, out DisputeTerms? read))
            return null;
        var replay = new DisputeReplay(read);
        for (int index = 0; index < messages.Count; index++)
        {
            if (replay._referee.Verdict is not null)
                return null;
            replay.Hear(index % 2 == 0 ? Party.A : Party.B, messages[index].Span, read.Id);
        }

        place = replay.Place();
        return replay._referee.Verdict;
    }

    private void Hear(Party party, ReadOnlySpan<byte> message, Digest dispute)
    {
        if (party == Party.A)
            Note(_referee.Request, message, dispute);
        _referee.Receive(party, message);
    }

    /// <summary>Notes what a request, and party a's answer to it, show of the place.</summary>
    private void Note(DisputeRequest request, ReadOnlySpan<byte> message, Digest dispute)
    {
        switch (request)
        {
            case DisputeRequest.Value value:
                _leaf = value.Leaf;
                break;
            case DisputeRequest.Successor successor:
                _leaf = successor.Index;
                break;
            case DisputeRequest.Tile { Document.Kind: DocumentKind.Leaf } tile when Envelope.TryRead(message, dispute, Party.A, _referee.Round, out TileBody? body):
                (_tile, _lastTile, _claimed) = (tile.Index, tile, body);
                break;
            case DisputeRequest.Sources sources:
                _sources = sources;
                _operator = Envelope.TryRead(message, dispute, Party.A, _referee.Round, out SourcesBody? shown)
                    ? shown.Records.Select(static record => record.Step).FirstOrDefault(step => step.Index == sources.Leaf.Step)?.Operator
                    : null;
                break;
            case DisputeRequest.Expansion expansion:
                (_within, _tile, _lastTile, _claimed) = (DocumentName.Of(expansion.Leaf).ToString(), null, null, null);
                break;
            case DisputeRequest.Openings openings:
                _term = openings.From;
                break;
        }
    }

    private DisputePlace Place() => new(
        _leaf, _sources is { } sources ? $"{DocumentName.Of(sources.Leaf)}{(_within is null ? "" : $" in the expansion of {_within}")}" : null, _operator, _tile, _sources?.Element, _term, Claimed());

    /// <summary>The bits of the disputed element in the tile that party a showed.</summary>
    private string? Claimed()
    {
        if (_sources is not { Element: { } element, Header: { } header } || _claimed is null || _lastTile is null || _lastTile.Document != DocumentName.Of(_sources.Leaf))
            return null;
        int size = header.Type.SizeBytes();
        long at = (element * size) - ((long)_lastTile.Index * TraceTiles.TileBytes);
        return at >= 0 && at + size <= _claimed.Tile.Bytes.Length
            ? Convert.ToHexStringLower([.. _claimed.Tile.Bytes.AsSpan((int)at, size).ToArray().Reverse()])
            : null;
    }
}
