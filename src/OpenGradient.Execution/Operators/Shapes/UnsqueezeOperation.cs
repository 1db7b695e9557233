using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Adds axes of size 1 at the places that input 1 lists, counted in the result. Inputs: x, axes.</summary>
internal sealed class UnsqueezeOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Unsqueeze", 2, 2, 1, static _ => new UnsqueezeOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        long[] listed = run.Integers(1);
        int rank = x.Rank + listed.Length;
        if (rank > Interpreter.Shapes.MaxRank)
            throw run.Error($"{rank} dimensions are too many");
        int[] axes = [.. listed.Select(axis => run.Axis(axis, rank)).Distinct()];
        if (axes.Length != listed.Length)
            throw run.Error("an axis is listed twice");
        int next = 0;
        run.Alias(0, x, [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? 1 : x.Shape[next++])]);
    }
}
