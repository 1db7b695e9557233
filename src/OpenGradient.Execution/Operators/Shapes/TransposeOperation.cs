using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Axes in another order; <c>perm</c> lists them, by default reversed.</summary>
internal sealed class TransposeOperation(int[]? permutation) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Transpose", 1, 1, 1, binding => new TransposeOperation(binding.Attributes.Integers("perm")));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Layout layout = run.Recall<Layout>() ?? run.Remember(Lay(run, x));
        if (x.Rank < 2)
            run.Alias(0, x, x.Shape);
        else
            StridedCopy.Run(x, layout.Steps, 0, run.Output(0, x.Type, layout.Shape), run.Workers);
    }

    private Layout Lay(StepRun run, Value x)
    {
        int[] order = permutation ?? [.. Enumerable.Range(0, x.Rank).Reverse()];
        if (order.Length != x.Rank || order.Order().Where((axis, place) => axis != place).Any())
            throw run.Error($"perm is not an order of {x.Rank} axes");
        int[] steps = StridedCopy.Steps(x.Shape);
        return new Layout(Array.ConvertAll(order, axis => steps[axis]), Array.ConvertAll(order, axis => x.Shape[axis]));
    }

    private sealed record Layout(int[] Steps, int[] Shape);
}
