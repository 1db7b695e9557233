using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>To two dimensions: the product of those before <c>axis</c>, and of the rest.</summary>
internal sealed class FlattenOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Flatten", 1, 1, 1, binding => new FlattenOperation(binding.Attributes.Integer("axis", 1)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int split = axis == x.Rank ? axis : axis == 0 ? 0 : run.Axis(axis, x.Rank);
        int rows = Interpreter.Shapes.ElementCount(x.Shape, 0, split);
        int columns = Interpreter.Shapes.ElementCount(x.Shape, split, x.Rank);
        run.Alias(0, x, [rows, columns]);
    }
}
