using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>condition ? x : y with broadcasting; elements are moved as they are. Inputs: condition (<c>bool</c>), x, y.</summary>
internal sealed class WhereOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Where", 3, 3, 1, static _ => new WhereOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value condition = run.Input(0, ElementType.Bool);
        Value x = run.Input(1);
        Value y = run.Input(2, x.Type);
        int[] shape = Broadcast.TryShape(condition.Shape, x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Value z = run.Output(0, x.Type, shape);
        var walk = Broadcast.Over(shape, condition.Shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<byte> choices = walk.Slice<byte>(0, condition.Bytes);
            switch (x.Type.SizeBytes())
            {
                case 1:
                    Choose(choices, walk.Slice<byte>(1, x.Bytes), walk.Slice<byte>(2, y.Bytes), z.Bytes.Slice(walk.OutputOffset, walk.RunLength));
                    break;
                case 2:
                    Choose(choices, walk.Slice(1, x.Words<short>()), walk.Slice(2, y.Words<short>()), z.WritableWords<short>().Slice(walk.OutputOffset, walk.RunLength));
                    break;
                case 4:
                    Choose(choices, walk.Slice(1, x.Words<int>()), walk.Slice(2, y.Words<int>()), z.WritableWords<int>().Slice(walk.OutputOffset, walk.RunLength));
                    break;
                default:
                    Choose(choices, walk.Slice(1, x.Words<long>()), walk.Slice(2, y.Words<long>()), z.WritableWords<long>().Slice(walk.OutputOffset, walk.RunLength));
                    break;
            }
        }
    }

    private static void Choose<T>(ReadOnlySpan<byte> choices, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
    {
        for (int i = 0; i < z.Length; i++)
            z[i] = choices[choices.Length == 1 ? 0 : i] != 0 ? x[x.Length == 1 ? 0 : i] : y[y.Length == 1 ? 0 : i];
    }
}
