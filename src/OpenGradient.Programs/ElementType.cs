namespace OpenGradient.Programs;

/// <summary>What one element of a tensor is. The names are those of the canonical Program bytes.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 binary32, <c>f32</c>.</summary>
    Float32,

    /// <summary>Two's complement, 64 bits, <c>i64</c>.</summary>
    Int64,

    /// <summary>Two's complement, 32 bits, <c>i32</c>.</summary>
    Int32,

    /// <summary>Two's complement, 8 bits, <c>i8</c>.</summary>
    Int8,

    /// <summary>Unsigned, 8 bits, <c>u8</c>.</summary>
    UInt8,

    /// <summary>One byte, 0 or 1, <c>bool</c>.</summary>
    Bool,
}
