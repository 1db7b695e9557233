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
            int count = Number.IsReal<T>() ? RealCount(first, limit.Words<T>()[0], step) : Count(first, limit.Words<T>()[0], step);
            Span<T> y = run.Output(0, start.Type, count).WritableWords<T>();
            for (int i = 0; i < y.Length; i++)
                y[i] = Number.Add(first, Number.Mul(T.CreateTruncating(i), step));
        }

        /// <summary>⌈(limit - start) / delta⌉ with both operations rounded to binary64.</summary>
        private int RealCount<T>(T first, T last, T step)
            where T : unmanaged, INumber<T>
        {
            double count = Math.Ceiling((double.CreateTruncating(last) - double.CreateTruncating(first)) / double.CreateTruncating(step));
            return double.IsNaN(count) || count > int.MaxValue
                ? throw run.Error($"from {first} to {last} by {step} is not a range")
                : (int)Math.Max(0, count);
        }

        private int Count<T>(T first, T last, T step)
            where T : unmanaged, INumber<T>
        {
            if (step == T.Zero)
                throw run.Error("delta is 0");
            var delta = Int128.CreateTruncating(step);
            Int128 distance = Int128.CreateTruncating(last) - Int128.CreateTruncating(first);
            Int128 count = distance == 0 || distance > 0 != delta > 0 ? 0 : (distance + delta - (delta > 0 ? 1 : -1)) / delta;
            return run.Dimension((long)Int128.Min(count, long.MaxValue));
        }
    }
}
