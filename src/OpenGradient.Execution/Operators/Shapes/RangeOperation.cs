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
        switch (start.Type)
        {
            case ElementType.Float32:
                Floats(run, start.Floats[0], limit.Floats[0], delta.Floats[0]);
                break;
            case ElementType.Int64:
                Fill(run.Output(0, ElementType.Int64, Count(run, start.Longs[0], limit.Longs[0], delta.Longs[0])).Longs, start.Longs[0], delta.Longs[0]);
                break;
            case ElementType.Int32:
                Fill(run.Output(0, ElementType.Int32, Count(run, start.Ints[0], limit.Ints[0], delta.Ints[0])).Ints, start.Ints[0], delta.Ints[0]);
                break;
            default:
                throw run.Error($"does not take {start.Type.CanonicalName()}", Primitives.InvalidInputKind.Unsupported);
        }
    }

    /// <summary>The count is ⌈(limit - start) / delta⌉ with both operations rounded to binary64.</summary>
    private static void Floats(StepRun run, float start, float limit, float delta)
    {
        double count = Math.Ceiling(((double)limit - start) / delta);
        if (double.IsNaN(count) || count > int.MaxValue)
            throw run.Error($"from {start} to {limit} by {delta} is not a range");
        Span<float> y = run.Output(0, ElementType.Float32, (int)Math.Max(0, count)).Floats;
        for (int i = 0; i < y.Length; i++)
            y[i] = start + (i * delta);
    }

    private static int Count(StepRun run, long start, long limit, long delta)
    {
        if (delta == 0)
            throw run.Error("delta is 0");
        Int128 distance = (Int128)limit - start;
        Int128 count = distance == 0 || distance > 0 != delta > 0 ? 0 : (distance + delta - (delta > 0 ? 1 : -1)) / delta;
        return run.Dimension((long)Int128.Min(count, long.MaxValue));
    }

    private static void Fill(Span<long> y, long start, long delta)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = unchecked(start + (i * delta));
    }

    private static void Fill(Span<int> y, int start, int delta)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = unchecked(start + (i * delta));
    }
}
