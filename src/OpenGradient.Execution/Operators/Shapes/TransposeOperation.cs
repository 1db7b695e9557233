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
        int[] order = permutation ?? [.. Enumerable.Range(0, x.Rank).Reverse()];
        if (order.Length != x.Rank || order.Order().Where((axis, place) => axis != place).Any())
            throw run.Error($"perm is not an order of {x.Rank} axes");
        if (x.Rank < 2)
        {
            run.Alias(0, x, x.Shape);
            return;
        }

        int[] steps = StridedCopy.Steps(x.Shape);
        Value y = run.Output(0, x.Type, Array.ConvertAll(order, axis => x.Shape[axis]));
        StridedCopy.Run(x, Array.ConvertAll(order, axis => steps[axis]), 0, y);
    }
}
