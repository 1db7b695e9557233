using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The documents that a step reads, as far as a party has opened them.</summary>
internal sealed class JudgeSources
{
    private readonly StepRecord _record;
    private readonly Dictionary<DocumentName, ValueHeader> _headers;
    private readonly Dictionary<DocumentName, (Digest Root, long Length)> _roots;

    public JudgeSources(StepRecord record, ImmutableArray<SourceClaim> sources)
    {
        _record = record;
        _headers = sources.Where(static source => source.Header is not null).ToDictionary(static source => source.Document, static source => source.Header!);
        _roots = sources.ToDictionary(static source => source.Document, source => (source.Tiles, Length(source.Document)));
        Opened = new OpenedDocuments(_roots);
    }

    /// <summary>What was opened.</summary>
    public OpenedDocuments Opened { get; }

    /// <summary>How long a document is, as its header or its record says; 0 for a constant that no run could read.</summary>
    public long Length(DocumentName document) => _headers.TryGetValue(document, out ValueHeader? header)
        ? header.ContentBytes
        : JudgedInput.StoredBytes(_record.Inputs.First(input => input?.Document == document)!.Constant!);

    /// <summary>The step, reading what was opened.</summary>
    public JudgedStep Step() => new(_record, _headers, Opened);
}
