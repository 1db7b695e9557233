using System.Numerics;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>start + i · delta for every i that stays before the limit. Inputs: start, limit, delta, scalars of one type.</summary>
internal sealed class RangeOperation : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("Range", 3, 3, 1, static _ => new RangeOperation());

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value start = run.Input(0);
        Value limit = run.Input(1, start.Type);
        Value delta = run.Input(2, start.Type);
        if (start.ElementCount != 1 || limit.ElementCount != 1 || delta.ElementCount != 1)
            throw run.Error("start, limit and delta must be scalars");
        var task = new Task(run, start, limit, delta);
        if (start.Type == ElementType.Bool || !NumberTypes.TryRun(start.Type, ref task))
            throw run.Error($"does not take {start.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
    }

    private readonly struct Task(StepRun run, Value start, Value limit, Value delta) : INumberTask
    {
        public void Run<T>()
            where T : unmanaged, INumber<T>
        {
            T first = start.Words<T>()[0];
            T step = delta.Words<T>()[0];
            T last = limit.Words<T>()[0];
            long count = RangeSize.Of(first, last, step) ?? throw run.Error($"from {first} to {last} by {step} is not a range");
            Span<T> y = run.Output(0, start.Type, run.Dimension(count)).WritableWords<T>();
            for (int i = 0; i < y.Length; i++)
                y[i] = Number.Add(first, Number.Mul(T.CreateTruncating(i), step));
        }
    }
}
