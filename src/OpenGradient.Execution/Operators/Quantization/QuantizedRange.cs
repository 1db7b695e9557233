using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>The smallest and the largest integer of a type.</summary>
/// <param name="Low">The smallest.</param>
/// <param name="High">The largest.</param>
internal readonly record struct QuantizedRange(int Low, int High)
{
    /// <summary>The range of a quantised type; null if it is none.</summary>
    public static QuantizedRange? Of(ElementType type) => type switch
    {
        ElementType.UInt8 => new(0, 255),
        ElementType.Int8 => new(-128, 127),
        ElementType.UInt16 => new(0, 65535),
        ElementType.Int16 => new(-32768, 32767),
        ElementType.UInt4 => new(0, 15),
        ElementType.Int4 => new(-8, 7),
        ElementType.UInt2 => new(0, 3),
        ElementType.Int2 => new(-2, 1),
        _ => null,
    };
}
