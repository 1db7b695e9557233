using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>q = ⌊(x · M + 2^(shift-1)) / 2^shift⌋, and T[q + 32768] if there is a table. Inputs: x i64, M i64, T? i16 or i64.</summary>
internal sealed class FixedScaleOperation(int axis, int shift) : IOperation
{
    /// <summary>The operator.</summary>
    public static OperatorDefinition Definition { get; } = new("FixedScale", 2, 3, 1, static binding =>
    {
        int shift = binding.Attributes.Integer("shift", 32);
        return shift is 16 or 32
            ? new FixedScaleOperation(binding.Attributes.Integer("axis", -1), shift)
            : throw binding.Error("shift must be 16 or 32");
    });

    /// <inheritdoc/>
    public void Run(StepRun run)
    {
        Value x = run.Input(0, ElementType.Int64);
        Value multipliers = run.Input(1, ElementType.Int64);
        int runLength = RunLength(run, x, multipliers);
        if (!run.Has(2))
        {
            FixedScaling.Run(x.Longs, multipliers.Longs, runLength, shift, run.Output(0, ElementType.Int64, x.Shape).Longs);
            return;
        }

        Value table = run.Input(2);
        if (table.Rank != 1 || table.ElementCount != FixedScaling.TableLength || table.Type is not (ElementType.Int16 or ElementType.Int64))
            throw run.Error($"the table must be i16 or i64 [{FixedScaling.TableLength}], not {table.Type.CanonicalName()}{Interpreter.Shapes.Describe(table.Shape)}");
        Value y = run.Output(0, table.Type, x.Shape);
        bool isInside = table.Type == ElementType.Int16
            ? FixedScaling.TryRun(x.Longs, multipliers.Longs, runLength, shift, table.Words<short>(), y.WritableWords<short>())
            : FixedScaling.TryRun(x.Longs, multipliers.Longs, runLength, shift, table.Longs, y.Longs);
        if (!isInside)
            throw run.Error("an element is outside the table");
    }

    /// <summary>How many neighbours share a multiplier.</summary>
    private int RunLength(StepRun run, Value x, Value multipliers)
    {
        if (multipliers.Rank != 1 || multipliers.ElementCount == 0)
            throw run.Error($"the multipliers must be a list, not {Interpreter.Shapes.Describe(multipliers.Shape)}");
        if (multipliers.ElementCount == 1)
            return Math.Max(1, x.ElementCount);
        int along = run.Axis(axis, x.Rank);
        if (x.Shape[along] != multipliers.ElementCount)
            throw run.Error($"{multipliers.ElementCount} multipliers do not fit {Interpreter.Shapes.Describe(x.Shape)} along axis {axis}");
        return Math.Max(1, Interpreter.Shapes.ElementCount(x.Shape, along + 1, x.Rank));
    }
}
