using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A step of the Program with everything that a judge must know of it, so that the rest of the Program need not be shown.</summary>
/// <param name="Index">The step's place in the Program.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Attributes">The settings.</param>
/// <param name="Inputs">What it reads; null for an optional input that is not given.</param>
/// <param name="FirstLeaf">The trace leaf of its first output.</param>
/// <param name="OutputCount">How many outputs, and so leaves, it has.</param>
internal sealed record StepRecord(
    int Index,
    string Operator,
    ImmutableSortedDictionary<string, string> Attributes,
    ImmutableArray<RecordInput?> Inputs,
    int FirstLeaf,
    int OutputCount)
{
    /// <summary>Its place in the tree over the Program's records; record 0 is the frame.</summary>
    public int RecordIndex => Index + 1;

    /// <summary>The documents that it reads, each once, in order of their names.</summary>
    public ImmutableArray<DocumentName> Documents => [.. Inputs.OfType<RecordInput>().Select(static input => input.Document).Distinct().Order()];

    /// <summary>The step as the engine knows it, reading inputs 0, 1, 2, … in place of the Program's values.</summary>
    public Step ToStep() => new(
        Operator, [.. Inputs.Select(static (input, index) => input is null ? Step.Absent : index)], OutputCount, Attributes, IsTraced: false);
}
