using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Running sums along an axis: each the sum before plus the next element, from zero. Inputs: x, axis.</summary>
/// <remarks><c>exclusive</c>: without the element itself; <c>reverse</c>: from the end. Float additions round; integers wrap.</remarks>
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
        var task = new Task(isExclusive, isReversed, x, along, run.Output(0, x.Type, x.Shape));
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly struct Task(bool isExclusive, bool isReversed, Value x, int along, Value y) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            int count = x.Shape[along];
            int step = Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank);
            ReadOnlySpan<T> from = x.Words<T>();
            Span<T> to = y.WritableWords<T>();
            for (int line = 0; line < (count == 0 ? 0 : x.ElementCount / count); line++)
            {
                int first = (line / step * step * count) + (line % step);
                T sum = T.Zero;
                for (int i = 0; i < count; i++)
                {
                    int at = first + ((isReversed ? count - 1 - i : i) * step);
                    T next = Number.Add(sum, from[at]);
                    to[at] = isExclusive ? sum : next;
                    sum = next;
                }
            }
        }
    }
}
