using OpenGradient.Execution.Interpreter;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Values that name places in another.</summary>
internal static class Indices
{
    /// <summary>Input <paramref name="input"/>, which must be <c>i64</c> or <c>i32</c>.</summary>
    public static Value Require(StepRun run, int input)
    {
        Value indices = run.Input(input);
        return indices.Type is ElementType.Int64 or ElementType.Int32
            ? indices
            : throw run.Error($"input {input} must be i64 or i32, not {indices.Type.CanonicalName()}");
    }

    /// <summary>The number at <paramref name="position"/>.</summary>
    public static long At(Value indices, int position) => indices.Type == ElementType.Int64 ? indices.Longs[position] : indices.Ints[position];

    /// <summary>The place that the number at <paramref name="position"/> names among <paramref name="size"/>; a negative one counts from the end.</summary>
    public static int Chosen(StepRun run, Value indices, int position, int size)
    {
        long index = At(indices, position);
        index = index < 0 ? index + size : index;
        return index >= 0 && index < size ? (int)index : throw run.Error($"index {index} is out of range for {size}");
    }
}
