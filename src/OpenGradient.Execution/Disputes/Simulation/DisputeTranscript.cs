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
        else if (request is DisputeRequest.Tile tile && _sources is null && tile.Document == new DocumentName(DocumentKind.Leaf, _leaf ?? -1))
            _tile = tile.Index;
        else if (request is DisputeRequest.Sources sources)
            _sources = sources;
    }

    /// <summary>Adds a message.</summary>
    public void Add(DisputeMessage message) => _messages.Add(message);

    /// <summary>The whole dispute.</summary>
    public DisputeReport Report(Party cheat, string cheating, Verdict verdict) => new(
        terms.ToJson(),
        terms.Id,
        cheat,
        cheating,
        new ProgramGraph(program).Frame.LeafCount,
        [.. _messages],
        _sources?.Record.Index,
        _sources?.Record.Operator,
        [.. _sources?.Record.Documents.Where(static name => name.Kind == DocumentKind.Constant).Select(name => program.Constants[name.Index].Name) ?? []],
        _sources?.Output,
        _tile,
        _sources?.Element,
        verdict);
}
