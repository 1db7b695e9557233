using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Drops axes of size 1: those that input 1 lists, or all. Inputs: x, axes?.</summary>
internal sealed class SqueezeOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Squeeze", 1, 2, 1, static _ => new SqueezeOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int[] axes = run.Has(1)
            ? run.Axes(1, x.Rank)
            : [.. Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis] == 1)];
        if (axes.Any(axis => x.Shape[axis] != 1))
            throw run.Error($"{Interpreter.Shapes.Describe(x.Shape)} has an axis to drop that is not 1");
        run.Alias(0, x, [.. x.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }
}
