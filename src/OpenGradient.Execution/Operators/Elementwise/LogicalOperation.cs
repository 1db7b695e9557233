using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>And, or, exclusive or of <c>bool</c> with broadcasting.</summary>
internal sealed class LogicalOperation(Func<byte, byte, int> operation) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, Func<byte, byte, int> operation) =>
        new(name, 2, 2, 1, _ => new LogicalOperation(operation));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Bool);
        Value y = run.Input(1, ElementType.Bool);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Value z = run.Output(0, ElementType.Bool, shape);
        var walk = Broadcast.Over(shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<byte> left = walk.Slice<byte>(0, x.Bytes);
            ReadOnlySpan<byte> right = walk.Slice<byte>(1, y.Bytes);
            Span<byte> part = z.Bytes.Slice(walk.OutputOffset, walk.RunLength);
            for (int i = 0; i < part.Length; i++)
                part[i] = (byte)operation(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]);
        }
    }
}
