using System.Collections.Immutable;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A step spelled out as a Program of smaller operators that gives the same bits.</summary>
/// <param name="Program">The Program. Its outputs are those of the step, in order; it has no constants.</param>
/// <param name="Inputs">What stands for each input of the Program.</param>
internal sealed record Expansion(Program Program, ImmutableArray<RecordInput> Inputs)
{
    /// <summary>The records of the Program, which name what the step reads by its own names.</summary>
    public ProgramGraph Graph() => new(Program, [.. Inputs.Select(Reference)]);

    private static ValueReference Reference(RecordInput input) => input switch
    {
        { Constant: { } constant } => new ValueReference.Stored(input.Document.Index, constant),
        { Document.Kind: DocumentKind.Input } => new ValueReference.Given(input.Document.Index),
        { Document.Leaf: { } leaf } => new ValueReference.Outer(leaf),
        _ => throw new ArgumentException($"{input.Document} cannot be an input of an expansion.", nameof(input)),
    };
}
