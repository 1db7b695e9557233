using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>A comparison with broadcasting; the result is <c>bool</c>. Comparisons with NaN are false.</summary>
internal sealed class ComparisonOperation(Func<float, float, bool> floats, Func<long, long, bool> integers) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, Func<float, float, bool> floats, Func<long, long, bool> integers) =>
        new(name, 2, 2, 1, _ => new ComparisonOperation(floats, integers));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1, x.Type);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        Value z = run.Output(0, ElementType.Bool, shape);
        var walk = Broadcast.Over(shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            Span<byte> part = z.Bytes.Slice(walk.OutputOffset, walk.RunLength);
            switch (x.Type)
            {
                case ElementType.Float32:
                    Compare(walk.Slice<float>(0, x.Floats), walk.Slice<float>(1, y.Floats), part);
                    break;
                case ElementType.Int64:
                    Compare(walk.Slice<long>(0, x.Longs), walk.Slice<long>(1, y.Longs), static n => n, part);
                    break;
                case ElementType.Int32:
                    Compare(walk.Slice<int>(0, x.Ints), walk.Slice<int>(1, y.Ints), static n => n, part);
                    break;
                case ElementType.Int8:
                    Compare(walk.Slice<byte>(0, x.Bytes), walk.Slice<byte>(1, y.Bytes), static n => unchecked((sbyte)n), part);
                    break;
                case ElementType.UInt8 or ElementType.Bool:
                    Compare(walk.Slice<byte>(0, x.Bytes), walk.Slice<byte>(1, y.Bytes), static n => n, part);
                    break;
                default:
                    throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
            }
        }
    }

    private void Compare(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<byte> z)
    {
        for (int i = 0; i < z.Length; i++)
            z[i] = floats(x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]) ? (byte)1 : (byte)0;
    }

    private void Compare<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Func<T, long> widen, Span<byte> z)
    {
        for (int i = 0; i < z.Length; i++)
            z[i] = integers(widen(x[x.Length == 1 ? 0 : i]), widen(y[y.Length == 1 ? 0 : i])) ? (byte)1 : (byte)0;
    }
}
