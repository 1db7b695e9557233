using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Running sums along an axis: each the sum before plus the next element, from zero. Inputs: x, axis.</summary>
/// <remarks><c>exclusive</c>: without the element itself; <c>reverse</c>: from the end. <c>f32</c> additions round; integers wrap.</remarks>
internal sealed class CumSumOperation(bool isExclusive, bool isReversed) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new(
        "CumSum", 2, 2, 1, static binding => new CumSumOperation(binding.Attributes.Flag("exclusive", false), binding.Attributes.Flag("reverse", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = run.Integers(1) is [long axis] ? run.Axis(axis, x.Rank) : throw run.Error("axis must be one number");
        Value y = run.Output(0, x.Type, x.Shape);
        int count = x.Shape[along];
        int step = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank);
        for (int line = 0; line < (count == 0 ? 0 : x.ElementCount / count); line++)
        {
            int first = (line / step * step * count) + (line % step);
            switch (x.Type)
            {
                case ElementType.Float32:
                    Sum<float>(x.Floats[first..], y.Floats[first..], count, step, static (sum, next) => CanonicalNaN.Of(sum + next));
                    break;
                case ElementType.Int64:
                    Sum<long>(x.Longs[first..], y.Longs[first..], count, step, static (sum, next) => unchecked(sum + next));
                    break;
                case ElementType.Int32:
                    Sum<int>(x.Ints[first..], y.Ints[first..], count, step, static (sum, next) => unchecked(sum + next));
                    break;
                default:
                    throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
            }
        }
    }

    private void Sum<T>(ReadOnlySpan<T> x, Span<T> y, int count, int step, Func<T, T, T> add)
        where T : struct
    {
        T sum = default;
        for (int i = 0; i < count; i++)
        {
            int at = (isReversed ? count - 1 - i : i) * step;
            T next = add(sum, x[at]);
            y[at] = isExclusive ? sum : next;
            sum = next;
        }
    }
}
