using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>What a party has shown of the Program and of the run before a leaf, as far as its hashes bear it out: all that a judge sees.</summary>
internal sealed class Evidence
{
    private readonly DisputeCase _dispute;
    private readonly Party _party;
    private readonly SourcesBody _body;
    private readonly int _index;
    private readonly Dictionary<int, StepRecord> _records = [];
    private readonly Dictionary<int, Constant> _constants = [];
    private readonly Dictionary<DocumentName, (Digest Root, long Length)> _roots = [];
    private readonly Dictionary<DocumentName, ValueHeader> _headers = [];

    /// <param name="dispute">The dispute.</param>
    /// <param name="party">Who shows it.</param>
    /// <param name="body">What is shown.</param>
    /// <param name="index">The leaf in dispute: all before it are agreed.</param>
    /// <param name="own">The value in dispute, if an element of it is: what comes before that is agreed.</param>
    public Evidence(DisputeCase dispute, Party party, SourcesBody body, int index, DisputedValue? own = null)
    {
        (_dispute, _party, _body, _index) = (dispute, party, body, index);
        foreach (ShownRecord record in body.Records)
            Add(record.Step);
        foreach (SourceClaim source in body.Sources)
            Add(source);
        if (own?.Claims[party] is { } claim)
            _roots[own.Document] = (claim.Tiles, claim.Header.ContentBytes);
        Opened = new OpenedDocuments(_roots);
        IsOpened = Opened.TryAdd(body.Frame);
        View = new ProgramView(Record, Header, Opened);
    }

    /// <summary>What was opened.</summary>
    public OpenedDocuments Opened { get; }

    /// <summary>The Program and the run as they are shown.</summary>
    public ProgramView View { get; }

    /// <summary>The leaf before, which was due.</summary>
    public LeafName Before => _body.Before?.Name ?? throw new MissingEvidenceException("The leaf before was not shown.");

    private bool IsOpened { get; }

    /// <summary>What is wrong with it by itself; null if nothing.</summary>
    /// <param name="beforeIndex">Where the leaf before is, if it is shown.</param>
    public string? Fault(int beforeIndex)
    {
        if (!IsAscending([.. _body.Records.Select(static record => record.Step.Index)]) || !IsAscending([.. _body.Sources.Select(static source => source.Document)]))
            return "records and sources are not each there once, in order";
        if (!_body.Records.All(record => record.Verify(_dispute.Frame.StepCount, _dispute.Graph)))
            return "a record is not of the graph";
        if (_body.Before is { } before && (before.Index != beforeIndex || !_dispute.HasLeaf(_party, before)))
            return "the leaf before is not in the trace";
        foreach (SourceClaim source in _body.Sources)
        {
            if (!IsRight(source))
                return $"{source.Document} is not what was said before";
        }

        return IsOpened ? null : "an opening is not under its root";
    }

    private static bool IsAscending<T>(T[] items)
        where T : IComparable<T> => items.Zip(items.Skip(1)).All(static pair => pair.First.CompareTo(pair.Second) < 0);

    private void Add(StepRecord record)
    {
        _records[record.Index] = record;
        foreach (ValueReference.Stored stored in record.References.OfType<ValueReference.Stored>())
            _constants[stored.Index] = stored.Constant;
    }

    private void Add(SourceClaim source)
    {
        if (source is { Document.Kind: DocumentKind.Constant, Tiles: { } tiles } && _constants.TryGetValue(source.Document.Index, out Constant? constant))
            _roots[source.Document] = (tiles, JudgedInput.StoredBytes(constant));
        ValueClaim? value = source.Document.Kind switch
        {
            DocumentKind.Outer => source.Leaf?.Value,
            DocumentKind.Input when source.Document.Index < _dispute.Terms.Inputs.Length => _dispute.Terms.Inputs[source.Document.Index],
            DocumentKind.Leaf => source.Leaf?.Value,
            _ => null,
        };
        if (value is null)
            return;
        _roots[source.Document] = (value.Tiles, value.Header.ContentBytes);
        _headers[source.Document] = value.Header;
    }

    private bool IsRight(SourceClaim source) => source.Document.Kind switch
    {
        DocumentKind.Constant => source.Tiles is not null && source.Leaf is null && _constants.ContainsKey(source.Document.Index),
        DocumentKind.Input => source.Tiles is null && source.Leaf is null && source.Document.Index < _dispute.Terms.Inputs.Length,

        // A step reads earlier values only, and all leaves before the disputed one are agreed.
        DocumentKind.Leaf => source.Tiles is null && source.Leaf is { } leaf && leaf.Name == source.Document.Leaf && leaf.Index < _index
            && _dispute.HasLeaf(_party, leaf),
        DocumentKind.Outer => source.Tiles is null && source.Leaf is { } leaf && leaf.Name == source.Document.Leaf
            && _dispute.Outer is { } outer && leaf.Index < outer.Index && outer.Dispute.HasLeaf(_party, leaf),
        _ => false,
    };

    private StepRecord Record(int index) =>
        _records.TryGetValue(index, out StepRecord? record) ? record : throw new MissingEvidenceException($"The record of step {index} was not shown.");

    private ValueHeader Header(DocumentName document) =>
        _headers.TryGetValue(document, out ValueHeader? header) ? header : throw new MissingEvidenceException($"{document} was not shown.");
}
