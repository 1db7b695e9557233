using System.Globalization;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>What is known of a value's shape while a node is imported: all of a constant's, what the graph declares of an input's.</summary>
internal static class KnownShape
{
    /// <summary>How many dimensions there are; null if that is not known.</summary>
    public static int? Rank(DraftValue value) => value.Constant?.Shape.Length ?? value.Input?.Shape.Length;

    /// <summary>One dimension, counted from the front; null if it is not known.</summary>
    public static long? Dimension(DraftValue value, int axis)
    {
        if (value.Constant is { } constant)
            return axis < constant.Shape.Length ? constant.Shape[axis] : null;
        return value.Input is { } input && axis < input.Shape.Length && long.TryParse(input.Shape[axis], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
    }
}
