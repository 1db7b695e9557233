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
    private long? _element;
    private bool _isExpanded;
    private int? _innerLeaf;
    private DisputeRequest.Entry? _entry;

    /// <summary>Notes what a request shows about the place of the difference.</summary>
    public void Note(DisputeRequest request)
    {
        _isExpanded |= request is DisputeRequest.Expansion;
        int? leaf = request switch { DisputeRequest.Value value => value.Leaf, DisputeRequest.Successor successor => successor.Index, _ => null };
        if (_isExpanded)
        {
            _innerLeaf = leaf ?? _innerLeaf;
            return;
        }

        _leaf = leaf ?? _leaf;
        _entry = request as DisputeRequest.Entry ?? _entry;
        if (request is DisputeRequest.Tile { Document.Kind: DocumentKind.Leaf } tile)
            _tile = tile.Index;
        if (request is DisputeRequest.Sources sources)
            _element = sources.Element;
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
            _innerLeaf is { } inner ? honest.Disputed(inner) : null,
            _tile,
            _element,
            verdict)
        {
            Answer = right is not null && right == claimed && _element is { } element && AnswerOperators.Has(record!.Operator)
                ? AnswerWords.Of(record.Operator, honest.Run.Value(right), players[cheat].Run.Value(right), element)
                : null,
            Text = program.Sequence is null ? null : TextPlaceOf(honest, right),
        };
    }

    private TextPlace? TextPlaceOf(Player honest, LeafName? leaf)
    {
        StepRecord[] layers = [.. new ProgramGraph(program).Steps.Where(static step => step.IsTraced)];
        if (_entry is { } entry)
            return new TextPlace(entry.Position, entry.Index, layers.Length);
        return leaf is not null && _element is { } element && honest.PositionOf(leaf, element) is { } position
            ? new TextPlace(position, layers.Count(layer => layer.Index < leaf.Step), layers.Length)
            : null;
    }
}
