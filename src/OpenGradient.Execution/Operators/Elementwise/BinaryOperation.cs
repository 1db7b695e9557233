using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>z = f(x, y) with broadcasting, on <c>f32</c> by a kernel, on other numbers one by one; integers wrap.</summary>
internal sealed class BinaryOperation<TFunction, TNumber> : IOperation
    where TFunction : struct, IBinaryFunction
    where TNumber : struct, INumberOperator
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name) => new(name, 2, 2, 1, static _ => new BinaryOperation<TFunction, TNumber>());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        Value y = run.Input(1, x.Type);
        int[] shape = Broadcast.TryShape(x.Shape, y.Shape) ?? throw run.CannotBroadcast(x, y);
        if (x.Type == ElementType.Float32)
        {
            MapFloats(x, y, run.Output(0, x.Type, shape));
            return;
        }

        var task = new Task(run, x, y, shape);
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
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

    private readonly struct Task(StepRun run, Value x, Value y, int[] shape) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            Value z = run.Output(0, x.Type, shape);
            var walk = Broadcast.Over(shape, x.Shape, y.Shape);
            while (walk.Next())
            {
                ReadOnlySpan<T> left = walk.Slice(0, x.Words<T>());
                ReadOnlySpan<T> right = walk.Slice(1, y.Words<T>());
                Span<T> part = z.WritableWords<T>().Slice(walk.OutputOffset, walk.RunLength);
                for (int i = 0; i < part.Length; i++)
                    part[i] = TNumber.Of(left[left.Length == 1 ? 0 : i], right[right.Length == 1 ? 0 : i]);
            }
        }
    }
}
