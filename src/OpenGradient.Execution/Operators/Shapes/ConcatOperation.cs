using OpenGradient.Execution.Interpreter;

namespace OpenGradient.Execution.Operators;

/// <summary>Values of one type joined along <c>axis</c>.</summary>
internal sealed class ConcatOperation(int axis) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } =
        new("Concat", 1, int.MaxValue, 1, binding => new ConcatOperation(binding.Attributes.Integer("axis", 0)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value first = run.Input(0);
        int joined = run.Axis(axis, first.Rank);
        Span<int> shape = stackalloc int[first.Rank];
        first.Shape.CopyTo(shape);
        for (int input = 1; input < run.InputCount; input++)
            shape[joined] = checked(shape[joined] + JoinedDimension(run, first, run.Input(input, first.Type), joined));
        Value y = run.Output(0, first.Type, shape);
        int rowCount = Interpreter.Shapes.ElementCount(shape, 0, joined);
        int rowBytes = rowCount == 0 ? 0 : y.Bytes.Length / rowCount;
        int offset = 0;
        for (int input = 0; input < run.InputCount; input++)
        {
            Value x = run.Input(input);
            int partBytes = rowCount == 0 ? 0 : x.Bytes.Length / rowCount;
            for (int row = 0; row < rowCount; row++)
                x.Bytes.Slice(row * partBytes, partBytes).CopyTo(y.Bytes[((row * rowBytes) + offset)..]);
            offset += partBytes;
        }
    }

    private static int JoinedDimension(StepRun run, Value first, Value other, int joined)
    {
        bool fits = other.Rank == first.Rank;
        for (int dimension = 0; fits && dimension < first.Rank; dimension++)
            fits = dimension == joined || other.Shape[dimension] == first.Shape[dimension];
        return fits
            ? other.Shape[joined]
            : throw run.Error($"{Interpreter.Shapes.Describe(other.Shape)} cannot be joined to {Interpreter.Shapes.Describe(first.Shape)} along axis {joined}");
    }
}
