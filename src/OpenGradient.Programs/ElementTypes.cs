using System.Diagnostics;

namespace OpenGradient.Programs;

/// <summary>Sizes and canonical names of <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element, in bytes; a type of 4 or 2 bits takes a byte.</summary>
    public static int SizeBytes(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 => 8,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 2,
        >= ElementType.Float32 and <= ElementType.Float4E2M1 => 1,
        _ => throw new UnreachableException(),
    };

    /// <summary>How many of its bits a type uses; the others of the byte follow from them.</summary>
    public static int SizeBits(this ElementType type) => type switch
    {
        ElementType.Int4 or ElementType.UInt4 or ElementType.Float4E2M1 => 4,
        ElementType.Int2 or ElementType.UInt2 => 2,
        _ => 8 * type.SizeBytes(),
    };

    /// <summary>Whether the elements are whole numbers; <c>bool</c> is not one of these types.</summary>
    public static bool IsInteger(this ElementType type) => type.IsSigned() || type is
        ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 or ElementType.UInt4 or ElementType.UInt2;

    /// <summary>Whether the elements are whole numbers that may be negative.</summary>
    public static bool IsSigned(this ElementType type) => type is
        ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 or ElementType.Int4 or ElementType.Int2;

    /// <summary>Whether the type is a float that is stored and moved only: arithmetic on it widens to <c>f32</c> first.</summary>
    public static bool IsNarrowFloat(this ElementType type) =>
        type is ElementType.Float16 or ElementType.BFloat16 or (>= ElementType.Float8E4M3Fn and <= ElementType.Float4E2M1);

    /// <summary>The name in canonical Program bytes and in commitments.</summary>
    public static string CanonicalName(this ElementType type) => type switch
    {
        ElementType.Float32 => "f32",
        ElementType.Int64 => "i64",
        ElementType.Int32 => "i32",
        ElementType.Int8 => "i8",
        ElementType.UInt8 => "u8",
        ElementType.Bool => "bool",
        ElementType.Float64 => "f64",
        ElementType.Float16 => "f16",
        ElementType.BFloat16 => "bf16",
        ElementType.Int16 => "i16",
        ElementType.UInt16 => "u16",
        ElementType.UInt32 => "u32",
        ElementType.UInt64 => "u64",
        ElementType.Int4 => "i4",
        ElementType.UInt4 => "u4",
        ElementType.Int2 => "i2",
        ElementType.UInt2 => "u2",
        ElementType.Float8E4M3Fn => "f8e4m3fn",
        ElementType.Float8E4M3FnUz => "f8e4m3fnuz",
        ElementType.Float8E5M2 => "f8e5m2",
        ElementType.Float8E5M2FnUz => "f8e5m2fnuz",
        ElementType.Float8E8M0 => "f8e8m0",
        ElementType.Float4E2M1 => "f4e2m1",
        _ => throw new UnreachableException(),
    };

    /// <summary>The type with a canonical name; false if there is none.</summary>
    public static bool TryParse(string name, out ElementType type)
    {
        for (type = ElementType.Float32; type <= ElementType.Float4E2M1; type++)
        {
            if (type.CanonicalName() == name)
                return true;
        }

        type = default;
        return false;
    }
}
