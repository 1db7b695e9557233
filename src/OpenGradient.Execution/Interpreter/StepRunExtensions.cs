using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Interpreter;

/// <summary>What many operators ask of their step.</summary>
internal static class StepRunExtensions
{
    /// <summary>The error of operands that do not fit each other.</summary>
    public static InvalidInputException CannotBroadcast(this StepRun run, Value x, Value y) =>
        run.Error($"shapes {Shapes.Describe(x.Shape)} and {Shapes.Describe(y.Shape)} do not broadcast");

    /// <summary>An axis counted from the front; from -rank to rank - 1 is allowed.</summary>
    public static int Axis(this StepRun run, long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw run.Error($"axis {axis} is out of range for {rank} dimensions");

    /// <summary>The axes that input <paramref name="index"/> lists, counted from the front, ascending; all of them if it is absent or empty.</summary>
    public static int[] Axes(this StepRun run, int index, int rank)
    {
        long[] listed = run.Has(index) ? run.Integers(index) : [];
        if (listed.Length == 0)
            return [.. Enumerable.Range(0, rank)];
        int[] axes = [.. listed.Select(axis => run.Axis(axis, rank)).Distinct().Order()];
        return axes.Length == listed.Length ? axes : throw run.Error("an axis is listed twice");
    }

    /// <summary>The numbers of a one-dimensional or scalar <c>i64</c> or <c>i32</c> input.</summary>
    public static long[] Integers(this StepRun run, int index)
    {
        Value value = run.Input(index);
        if (value.Rank > 1 || value.ElementCount > ListLimit)
            throw run.Error($"input {index} must be a short list of integers, not {Shapes.Describe(value.Shape)}");
        return value.Type switch
        {
            ElementType.Int64 => value.Longs.ToArray(),
            ElementType.Int32 => Array.ConvertAll(value.Ints.ToArray(), static number => (long)number),
            _ => throw run.Error($"input {index} must be i64, not {value.Type.CanonicalName()}"),
        };
    }

    /// <summary>A condition: one element of <c>bool</c>.</summary>
    public static bool Truth(this StepRun run, Value value) => value.Type == ElementType.Bool && value.ElementCount == 1
        ? value.Bytes[0] != 0
        : throw run.Error($"a condition must be one bool, not {value.Type.CanonicalName()}{Shapes.Describe(value.Shape)}");

    /// <summary>A count: one element of <c>i64</c>.</summary>
    public static long Count(this StepRun run, Value value) => value.Type == ElementType.Int64 && value.ElementCount == 1
        ? value.Longs[0]
        : throw run.Error($"a count must be one i64, not {value.Type.CanonicalName()}{Shapes.Describe(value.Shape)}");

    /// <summary>A dimension that was computed; negative or huge ones are refused.</summary>
    public static int Dimension(this StepRun run, long dimension) => dimension is >= 0 and <= int.MaxValue
        ? (int)dimension
        : throw run.Error($"{dimension} is not a dimension", InvalidInputKind.TooLarge);

    private const int ListLimit = 4096;
}
