using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.Disputes;

/// <summary>The documents that a step reads, as far as a party has opened them.</summary>
internal sealed class JudgeSources
{
    private readonly StepRecord _record;
    private readonly Dictionary<DocumentName, ValueHeader> _headers = [];

    public JudgeSources(StepRecord record, DisputeTerms terms, ImmutableArray<SourceClaim> sources)
    {
        _record = record;
        var roots = new Dictionary<DocumentName, (Digest Root, long Length)>();
        foreach (SourceClaim source in sources)
        {
            if (source.Tiles is { } tiles)
            {
                roots[source.Document] = (tiles, JudgedInput.StoredBytes(record.Inputs.First(input => input?.Document == source.Document)!.Constant!));
                continue;
            }

            ValueClaim value = source.Leaf?.Value ?? terms.Inputs[source.Document.Index];
            roots[source.Document] = (value.Tiles, value.Header.ContentBytes);
            _headers[source.Document] = value.Header;
        }

        Opened = new OpenedDocuments(roots);
    }

    /// <summary>What was opened.</summary>
    public OpenedDocuments Opened { get; }

    /// <summary>The step, reading what was opened.</summary>
    public JudgedStep Step() => new(_record, _headers, Opened);
}
