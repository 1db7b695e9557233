using System.Collections.Immutable;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Disputes;

/// <summary>A step spelled out as a Program of smaller operators that gives the same bits.</summary>
/// <param name="Program">The Program. Its outputs are those of the step, in order; it has no constants.</param>
/// <param name="Inputs">What stands for each input of the Program.</param>
internal sealed record Expansion(Program Program, ImmutableArray<RecordInput> Inputs)
{
    /// <summary>An expansion whose Program reads the inputs of the step that are given, in order.</summary>
    /// <param name="reading">What the step reads.</param>
    /// <param name="step">The step.</param>
    /// <param name="spellOut">Adds the steps, given the number of each input of the step (<see cref="Step.Absent"/> if it is not given), and tells the outputs.</param>
    public static Expansion Of(Reading reading, JudgedStep step, Func<ProgramSketch, int[], int[]> spellOut)
    {
        int[] given = [.. Enumerable.Range(0, step.InputCount).Where(step.Has)];
        var sketch = new ProgramSketch(given.Select(input => new ValueHeader(step.Input(input).Type, Shapes.ToImmutable(step.Input(input).Shape))));
        int[] numbers = [.. Enumerable.Range(0, step.InputCount).Select(input => Array.IndexOf(given, input))];
        return new Expansion(sketch.Build(spellOut(sketch, numbers)), [.. given.Select(input => reading.Inputs[input]!)]);
    }

    /// <summary>The records of the Program, which name what the step reads by its own names.</summary>
    public ProgramGraph Graph() => new(Program, [.. Inputs.Select(Reference)]);

    private static ValueReference Reference(RecordInput input) => input switch
    {
        { Constant: { } constant } => new ValueReference.Stored(input.Document.Index, constant),
        { Document.IsLiteral: true } => new ValueReference.Literal(input.Document),
        { Document.Kind: DocumentKind.Input } => new ValueReference.Given(input.Document.Index),
        { Document.Leaf: { } leaf } => new ValueReference.Outer(leaf),
        _ => throw new ArgumentException($"{input.Document} cannot be an input of an expansion.", nameof(input)),
    };
}
