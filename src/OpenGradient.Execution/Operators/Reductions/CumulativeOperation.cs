using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Running sums or products along an axis: each the one before with the next element, from zero or one. Inputs: x, axis.</summary>
/// <remarks><c>exclusive</c>: without the element itself; <c>reverse</c>: from the end. Floats round at each step; integers wrap.</remarks>
internal sealed class CumulativeOperation(bool isProduct, bool isExclusive, bool isReversed) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Define(string name, bool isProduct) => new(
        name, 2, 2, 1, binding => new CumulativeOperation(isProduct, binding.Attributes.Flag("exclusive", false), binding.Attributes.Flag("reverse", false)));

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0);
        int along = run.Integers(1) is [long axis] ? run.Axis(axis, x.Rank) : throw run.Error("axis must be one number");
        var task = new Task(isProduct, isExclusive, isReversed, x, along, run.Output(0, x.Type, x.Shape));
        if (x.Type == ElementType.Bool || !NumberTypes.TryRun(x.Type, ref task))
            throw run.Error($"does not take {x.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly struct Task(bool isProduct, bool isExclusive, bool isReversed, Value x, int along, Value y) : INumberTask
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
                T soFar = isProduct ? T.One : T.Zero;
                for (int i = 0; i < count; i++)
                {
                    int at = first + ((isReversed ? count - 1 - i : i) * step);
                    T next = isProduct ? Number.Mul(soFar, from[at]) : Number.Add(soFar, from[at]);
                    to[at] = isExclusive ? soFar : next;
                    soFar = next;
                }
            }
        }
    }
}
