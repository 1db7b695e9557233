using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>z = f(x, y) with broadcasting, on <c>f32</c>, <c>i64</c> and <c>i32</c>; integers wrap.</summary>
internal sealed class BinaryOperation<TFunction>(Func<long, long, long>? integer) : IOperation
    where TFunction : struct, IBinaryFunction
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, Func<long, long, long>? integer) =>
        new(name, 2, 2, 1, _ => new BinaryOperation<TFunction>(integer));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1, x.Type);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        if (x.Type == ElementType.Float32)
            MapFloats(x, y, run.Output(0, x.Type, shape));
        else if (x.Type == ElementType.Int64 && integer is not null)
            MapLongs(x, y, run.Output(0, x.Type, shape));
        else if (x.Type == ElementType.Int32 && integer is not null)
            MapInts(x, y, run.Output(0, x.Type, shape));
        else
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private static void MapFloats(Value x, Value y, Value z)
    {
        if (x.ElementCount == z.ElementCount && (y.ElementCount == z.ElementCount || y.ElementCount == 1))
        {
            Kernels.Elementwise.Map(default(TFunction), x.Floats, y.Floats, z.Floats);
            return;
        }

        var walk = Broadcast.Over(z.Shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            Span<float> run = z.Floats.Slice(walk.OutputOffset, walk.RunLength);
            Kernels.Elementwise.Map(default(TFunction), walk.Slice<float>(0, x.Floats), walk.Slice<float>(1, y.Floats), run);
        }
    }

    private void MapLongs(Value x, Value y, Value z)
    {
        var walk = Broadcast.Over(z.Shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<long> left = walk.Slice<long>(0, x.Longs);
            ReadOnlySpan<long> right = walk.Slice<long>(1, y.Longs);
            Span<long> run = z.Longs.Slice(walk.OutputOffset, walk.RunLength);
            for (int i = 0; i < run.Length; i++)
                run[i] = integer!(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]);
        }
    }

    private void MapInts(Value x, Value y, Value z)
    {
        var walk = Broadcast.Over(z.Shape, x.Shape, y.Shape);
        while (walk.Next())
        {
            ReadOnlySpan<int> left = walk.Slice<int>(0, x.Ints);
            ReadOnlySpan<int> right = walk.Slice<int>(1, y.Ints);
            Span<int> run = z.Ints.Slice(walk.OutputOffset, walk.RunLength);
            for (int i = 0; i < run.Length; i++)
                run[i] = unchecked((int)integer!(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]));
        }
    }
}
