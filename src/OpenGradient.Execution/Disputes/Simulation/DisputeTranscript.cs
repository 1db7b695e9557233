using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>Collects a simulated dispute.</summary>
/// <param name="program">What is run.</param>
/// <param name="terms">Which inference.</param>
internal sealed class DisputeTranscript(Program program, DisputeTerms terms)
{
    private readonly List<DisputeMessage> _messages = [];
    private int? _leaf;
    private int? _tile;
    private DisputeRequest.Sources? _sources;

    /// <summary>Notes what a request shows about the place of the difference.</summary>
    public void Note(DisputeRequest request)
    {
        if (request is DisputeRequest.Value value)
            _leaf = value.Leaf;
        else if (request is DisputeRequest.Successor successor)
            _leaf = successor.Index;
        else if (request is DisputeRequest.Tile { Document.Kind: DocumentKind.Leaf } tile)
            _tile = tile.Index;
        else if (request is DisputeRequest.Sources sources)
            _sources = sources;
    }

    /// <summary>Adds a message.</summary>
    public void Add(DisputeMessage message) => _messages.Add(message);

    /// <summary>The whole dispute.</summary>
    public DisputeReport Report(Party cheat, string cheating, Pair<Player> players, Verdict verdict)
    {
        Player honest = players[cheat == Party.A ? Party.B : Party.A];
        LeafName? right = _leaf is { } index ? honest.NameAt(index) : null;
        LeafName? claimed = _leaf is { } place ? players[cheat].NameAt(place) : null;
        StepRecord? record = right is null ? null : new ProgramGraph(program).Steps[right.Step];
        return new DisputeReport(
            terms.ToJson(),
            terms.Id,
            cheat,
            cheating,
            honest.LeafCount,
            [.. _messages],
            _leaf,
            right?.Step,
            record?.Operator,
            right?.Iterations ?? [],
            [.. record?.Inputs.OfType<ValueReference.Stored>().Select(stored => program.Constants[stored.Index].Name) ?? []],
            right?.Output,
            right == claimed ? null : claimed is null ? "the end" : DocumentName.Of(claimed).ToString(),
            _tile,
            _sources?.Element,
            verdict);
    }
}
