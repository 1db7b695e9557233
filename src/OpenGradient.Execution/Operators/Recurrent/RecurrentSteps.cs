using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>How many steps each sequence of a batch has, and in which order a direction takes them.</summary>
internal sealed class RecurrentSteps(int stepCount, int[]? lengths)
{
    /// <summary>Whether some sequences may be shorter than others.</summary>
    public bool IsRagged => lengths is not null;

    /// <summary>Reads the optional input <paramref name="input"/>, <c>i32</c> or <c>i64</c> [batch].</summary>
    public static RecurrentSteps Read(StepRun run, int input, int stepCount, int batchCount)
    {
        if (!run.Has(input))
            return new RecurrentSteps(stepCount, null);
        Value value = run.Input(input);
        if (value.ElementCount != batchCount || value.Type is not (ElementType.Int32 or ElementType.Int64))
            throw run.Error($"the lengths must be i32[{batchCount}], not {value.Type.CanonicalName()}{Interpreter.Shapes.Describe(value.Shape)}");
        int[] lengths = new int[batchCount];
        for (int item = 0; item < batchCount; item++)
        {
            long length = value.Type == ElementType.Int32 ? value.Ints[item] : value.Longs[item];
            lengths[item] = length >= 0 && length <= stepCount ? (int)length : throw run.Error($"the length {length} is not one of 0 to {stepCount}");
        }

        return new RecurrentSteps(stepCount, lengths);
    }

    /// <summary>The place in the sequence that item <paramref name="item"/> takes as its <paramref name="step"/>-th; -1 after its last.</summary>
    public int At(int item, int step, bool isBackward)
    {
        int length = lengths is null ? stepCount : lengths[item];
        return step >= length ? -1 : isBackward ? length - 1 - step : step;
    }
}
