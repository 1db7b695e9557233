using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>q = ⌊(x · M + 2^(shift-1)) / 2^shift⌋, and T[q + 32768] if there is a table. Inputs: x i64, M i64, T? i16 or i64.</summary>
internal sealed class FixedScaleOperation(int axis, int shift, FixedScaleConstants? constants) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedScale", 2, 3, 1, static binding =>
    {
        int shift = binding.Attributes.Integer("shift", 32);
        return shift is 16 or 32
            ? new FixedScaleOperation(binding.Attributes.Integer("axis", -1), shift, FixedScaleConstants.TryRead(binding, shift))
            : throw binding.Error("shift must be 16 or 32");
    });

    /// <summary>The axis of the multipliers, as it is written.</summary>
    public int Axis => axis;

    /// <summary>The multipliers and the table, if they are constants.</summary>
    public FixedScaleConstants? Constants => constants;

    /// <summary>The operation with other constants: the multipliers are the same.</summary>
    public FixedScaleOperation With(FixedScaleConstants other) => new(axis, shift, other);

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value multipliers = run.Input(1, ElementType.Int64);
        int runLength = RunLength(run, x, multipliers);
        Value? table = run.Has(2) ? run.Input(2) : null;
        if (table is not null && (table.Rank != 1 || table.ElementCount != FixedScaling.TableLength || table.Type is not (ElementType.Int16 or ElementType.Int64)))
            throw run.Error($"the table must be i16 or i64 [{FixedScaling.TableLength}], not {table.Type.CanonicalName()}{Interpreter.Shapes.Describe(table.Shape)}");
        Value y = run.Output(0, table?.Type ?? ElementType.Int64, x.Shape);
        if (runLength == 1 && multipliers.ElementCount > 1 && constants is not null && constants.TryRunRows(x, y))
            return;
        if (multipliers.ElementCount == 1 && !run.Workers.IsCancelled)
        {
            run.Workers.For(new Parts(this, run, x, multipliers.Longs[0], table, y), (x.ElementCount + ElementsAtOnce - 1) / ElementsAtOnce);
            return;
        }

        for (int position = 0, index = 0; position < x.ElementCount; position += runLength, index = (index + 1) % multipliers.ElementCount)
        {
            if ((index & 1023) == 0 && run.Workers.IsCancelled)
                return;
            int length = Math.Min(runLength, x.ElementCount - position);
            Scale(run, x.Longs.Slice(position, length), index, multipliers.Longs[index], table, y, position);
        }
    }

    private void Scale(StepRun run, ReadOnlySpan<long> x, int index, long multiplier, Value? table, Value y, int position)
    {
        if (constants is null || !constants.TryRun(index, x, y, position))
            Scale(run, x, multiplier, table, y, position);
    }

    /// <summary>One by one, with every check.</summary>
    private void Scale(StepRun run, ReadOnlySpan<long> x, long multiplier, Value? table, Value y, int position)
    {
        bool isInside = true;
        if (table is null)
            FixedScaling.Run(x, multiplier, shift, y.Longs.Slice(position, x.Length));
        else if (constants?.Table is { } known)
            isInside = FixedScaling.TryRun(x, multiplier, shift, known, y.WritableWords<short>().Slice(position, x.Length));
        else if (table.Type == ElementType.Int16)
            isInside = FixedScaling.TryRun(x, multiplier, shift, table.Words<short>(), y.WritableWords<short>().Slice(position, x.Length));
        else
            isInside = FixedScaling.TryRun(x, multiplier, shift, table.Longs, y.Longs.Slice(position, x.Length));
        if (!isInside)
            throw run.Error("an element is outside the table");
    }

    /// <summary>How many neighbours share a multiplier.</summary>
    private int RunLength(StepRun run, Value x, Value multipliers)
    {
        if (multipliers.Rank != 1 || multipliers.ElementCount == 0)
            throw run.Error($"the multipliers must be a list, not {Interpreter.Shapes.Describe(multipliers.Shape)}");
        if (multipliers.ElementCount == 1)
            return Math.Clamp(x.ElementCount, 1, ElementsAtOnce);
        int along = run.Axis(axis, x.Rank);
        if (x.Shape[along] != multipliers.ElementCount)
            throw run.Error($"{multipliers.ElementCount} multipliers do not fit {Interpreter.Shapes.Describe(x.Shape)} along axis {axis}");
        return Math.Max(1, Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank));
    }

    /// <summary>All elements with one multiplier.</summary>
    private readonly struct Parts(FixedScaleOperation operation, StepRun run, Value x, long multiplier, Value? table, Value y) : IWorkBody
    {
        public void Run(int part, int participant)
        {
            int start = part * ElementsAtOnce;
            operation.Scale(run, x.Longs.Slice(start, Math.Min(ElementsAtOnce, x.ElementCount - start)), 0, multiplier, table, y, start);
        }
    }

    private const int ElementsAtOnce = 1 << 13; // stay in the nearest cache between the look at their magnitudes and the work
}
