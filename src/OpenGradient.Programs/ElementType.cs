namespace OpenGradient.Programs;

/// <summary>What one element of a tensor is: every tensor type of ONNX but text and complex numbers. The names are those of the canonical Program bytes.</summary>
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

    /// <summary>IEEE 754 binary64, <c>f64</c>.</summary>
    Float64,

    /// <summary>IEEE 754 binary16, <c>f16</c>.</summary>
    Float16,

    /// <summary>The upper half of a binary32, <c>bf16</c>.</summary>
    BFloat16,

    /// <summary>Two's complement, 16 bits, <c>i16</c>.</summary>
    Int16,

    /// <summary>Unsigned, 16 bits, <c>u16</c>.</summary>
    UInt16,

    /// <summary>Unsigned, 32 bits, <c>u32</c>.</summary>
    UInt32,

    /// <summary>Unsigned, 64 bits, <c>u64</c>.</summary>
    UInt64,

    /// <summary>-8 to 7, one byte in two's complement, <c>i4</c>.</summary>
    Int4,

    /// <summary>0 to 15, one byte, <c>u4</c>.</summary>
    UInt4,

    /// <summary>-2 to 1, one byte in two's complement, <c>i2</c>.</summary>
    Int2,

    /// <summary>0 to 3, one byte, <c>u2</c>.</summary>
    UInt2,

    /// <summary>Sign, 4 bits of exponent (bias 7), 3 of fraction; no infinity, one NaN for each sign, <c>f8e4m3fn</c>.</summary>
    Float8E4M3Fn,

    /// <summary>Sign, 4 bits of exponent (bias 8), 3 of fraction; no infinity, no -0, one NaN, <c>f8e4m3fnuz</c>.</summary>
    Float8E4M3FnUz,

    /// <summary>Sign, 5 bits of exponent (bias 15), 2 of fraction; infinities and NaNs as in IEEE 754, <c>f8e5m2</c>.</summary>
    Float8E5M2,

    /// <summary>Sign, 5 bits of exponent (bias 16), 2 of fraction; no infinity, no -0, one NaN, <c>f8e5m2fnuz</c>.</summary>
    Float8E5M2FnUz,

    /// <summary>A power of two from 2^-127 to 2^127, or NaN, <c>f8e8m0</c>.</summary>
    Float8E8M0,

    /// <summary>Sign, 2 bits of exponent (bias 1), 1 of fraction, in the low half of a byte; neither infinity nor NaN, <c>f4e2m1</c>.</summary>
    Float4E2M1,
}
