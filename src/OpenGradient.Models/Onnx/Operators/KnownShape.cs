using System.Globalization;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>What is known of a value's shape while a node is imported: all of a constant's, what the graph declares of an input's.</summary>
internal static class KnownShape
{
    /// <summary>How many dimensions there are; null if that is not known.</summary>
    public static int? Rank(DraftValue value) => Origin(value).Constant?.Shape.Length ?? Origin(value).Input?.Shape.Length;

    /// <summary>One dimension, counted from the front; null if it is not known.</summary>
    public static long? Dimension(DraftValue value, int axis)
    {
        value = Origin(value);
        if (value.Constant is { } constant)
            return axis < constant.Shape.Length ? constant.Shape[axis] : null;
        return value.Input is { } input && axis < input.Shape.Length && long.TryParse(input.Shape[axis], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
    }

    /// <summary>What a value was before it changed its element type.</summary>
    private static DraftValue Origin(DraftValue value)
    {
        while (value.Step is { Operator: "Cast" } cast && cast.Inputs[0] is { } source)
            value = source;
        return value;
    }
}
