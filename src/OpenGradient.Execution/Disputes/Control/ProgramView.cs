using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A Program and a run of it, as far as somebody sees them: records, and the few values that say which way the run goes.</summary>
/// <param name="record">Gets the record of a step.</param>
/// <param name="header">Gets type and shape of a document that is no constant.</param>
/// <param name="reader">Where its bytes come from.</param>
internal sealed class ProgramView(Func<int, StepRecord> record, Func<DocumentName, ValueHeader> header, IDocumentReader reader)
{
    private readonly SortedSet<int> _steps = [];
    private readonly SortedSet<DocumentName> _documents = [];

    /// <summary>The steps whose records were looked at.</summary>
    public IReadOnlyCollection<int> Steps => _steps;

    /// <summary>The documents that were looked at.</summary>
    public IReadOnlyCollection<DocumentName> Documents => _documents;

    /// <summary>The record of a step.</summary>
    public StepRecord Step(int index)
    {
        _steps.Add(index);
        return record(index);
    }

    /// <summary>A value as a judge reads it.</summary>
    public JudgedInput Open(RecordInput input)
    {
        if (!input.Document.IsLiteral)
            _documents.Add(input.Document);
        return new JudgedInput(input, input.Constant is null && !input.Document.IsLiteral ? header(input.Document) : null, reader);
    }

    /// <summary>The disputed value itself: both parties have a root of it, so it is none of the documents that must be shown.</summary>
    public JudgedInput OpenOwn(DocumentName document, ValueHeader own) => new(new RecordInput(document, null), own, reader);

    /// <summary>A condition: one element of <c>bool</c>.</summary>
    public bool Truth(RecordInput input)
    {
        JudgedInput value = Open(input);
        return value.Type == ElementType.Bool && value.Count == 1
            ? value.Bits(0) != 0
            : throw new ArgumentException($"{input.Document} is not one bool.", nameof(input));
    }

    /// <summary>A count: one element of <c>i64</c>.</summary>
    public long Number(RecordInput input)
    {
        JudgedInput value = Open(input);
        return value.Type == ElementType.Int64 && value.Count == 1
            ? value.Integer(0)
            : throw new ArgumentException($"{input.Document} is not one i64.", nameof(input));
    }
}
