using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A step of the Program with everything that a judge must know of it, so that the rest of the Program need not be shown.</summary>
/// <param name="Index">The step's place in the Program.</param>
/// <param name="Operator">The operator's name.</param>
/// <param name="Attributes">The settings.</param>
/// <param name="Inputs">What it reads; null for an optional input that is not given.</param>
/// <param name="OutputCount">How many outputs it has.</param>
/// <param name="IsTraced">Whether the trace of a receipt has its outputs.</param>
/// <param name="Holder">The step in a body of which it lies; null outside of bodies.</param>
/// <param name="Next">The step after it in the same list; null for the last.</param>
/// <param name="Bodies">Its bodies; most steps have none.</param>
internal sealed record StepRecord(
    int Index,
    string Operator,
    ImmutableSortedDictionary<string, string> Attributes,
    ImmutableArray<ValueReference?> Inputs,
    int OutputCount,
    bool IsTraced,
    int? Holder,
    int? Next,
    ImmutableArray<BodyRecord> Bodies)
{
    /// <summary>Its place in the tree over the Program's records; record 0 is the frame.</summary>
    public int RecordIndex => Index + 1;

    /// <summary>Whether it runs one of two bodies.</summary>
    public bool IsChoice => Bodies.Length == 2;

    /// <summary>Whether it runs a body again and again.</summary>
    public bool IsLoop => Bodies.Length == 1;

    /// <summary>What it names at an input; null beyond the last.</summary>
    public ValueReference? Input(int index) => index < Inputs.Length ? Inputs[index] : null;

    /// <summary>All that it and its bodies name.</summary>
    public IEnumerable<ValueReference> References => Inputs.OfType<ValueReference>().Concat(Bodies.SelectMany(static body => body.Outputs));

    /// <summary>The step as the engine knows it, reading inputs 0, 1, 2, … in place of the Program's values.</summary>
    public Step ToStep() => new(
        Operator, [.. Inputs.Select(static (input, index) => input is null ? Step.Absent : index)], OutputCount, Attributes, IsTraced: false);
}
