using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>The tensor broadcast together with a shape. Inputs: x, shape.</summary>
internal sealed class ExpandOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Expand", 2, 2, 1, static _ => new ExpandOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int[] asked = Array.ConvertAll(run.Integers(1), run.Dimension);
        if (asked.Length > Interpreter.Shapes.MaxRank)
            throw run.Error($"{asked.Length} dimensions are too many");
        int[] shape = Broadcast.TryShape(x.Shape, asked)
            ?? throw run.Error($"{Interpreter.Shapes.Describe(x.Shape)} does not broadcast to {Interpreter.Shapes.Describe(asked)}");
        Value y = run.Output(0, x.Type, shape);
        if (shape.Length == 0)
        {
            x.Bytes.CopyTo(y.Bytes);
            return;
        }

        int[] own = StridedCopy.Steps(x.Shape);
        int[] steps = new int[shape.Length];
        for (int axis = 0; axis < x.Rank; axis++)
            steps[shape.Length - x.Rank + axis] = x.Shape[axis] == 1 ? 0 : own[axis];
        StridedCopy.Run(x, steps, 0, y, run.Workers);
    }
}
