using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The same elements in another shape. Input 1 lists it: 0 keeps the dimension unless <c>allowzero</c>, one -1 takes what is left.</summary>
internal sealed class ReshapeOperation(bool allowsZero) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Reshape", 2, 2, 1, binding => new ReshapeOperation(binding.Attributes.Flag("allowzero", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        if (run.Recall<int[]>() is { } known)
        {
            run.Alias(0, x, known);
            return;
        }

        long[] asked = run.Integers(1);
        if (asked.Length > Interpreter.Shapes.MaxRank)
            throw run.Error($"{asked.Length} dimensions are too many");
        int[] shape = new int[asked.Length];
        int open = -1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (asked[axis] == -1 && open >= 0)
                throw run.Error("-1 stands twice in the shape");
            open = asked[axis] == -1 ? axis : open;
            shape[axis] = asked[axis] switch
            {
                -1 => 1,
                0 when !allowsZero => axis < x.Rank ? x.Shape[axis] : throw run.Error($"dimension {axis} cannot be kept: the input has {x.Rank}"),
                long dimension => run.Dimension(dimension),
            };
        }

        int count = Interpreter.Shapes.ElementCount(shape);
        if (open >= 0 && count > 0)
            shape[open] = x.ElementCount / count;
        if (Interpreter.Shapes.ElementCount(shape) != x.ElementCount)
            throw run.Error($"{Interpreter.Shapes.Describe(x.Shape)} does not have as many elements as [{string.Join(',', asked)}]");
        run.Alias(0, x, run.IsConstant(1) ? run.Remember(shape) : shape);
    }
}
