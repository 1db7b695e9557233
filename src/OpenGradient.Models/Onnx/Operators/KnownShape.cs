using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Onnx.Operators;

/// <summary>What is known of a value's shape while a node is imported.</summary>
internal static class KnownShape
{
    /// <summary>How many dimensions there are; null if that is not known.</summary>
    public static int? Rank(DraftValue value) => value.Facts.Rank;

    /// <summary>One dimension, counted from the front; null if it is not known.</summary>
    public static long? Dimension(DraftValue value, int axis) => value.Facts.Shape is { } shape && axis < shape.Length ? shape[axis] : null;
}
