using System.Diagnostics;

namespace OpenGradient.Programs;

/// <summary>Sizes and canonical names of <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>The size of one element, in bytes.</summary>
    public static int SizeBytes(this ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Int64 => 8,
        ElementType.Int8 or ElementType.UInt8 or ElementType.Bool => 1,
        _ => throw new UnreachableException(),
    };

    /// <summary>The name in canonical Program bytes and in commitments.</summary>
    public static string CanonicalName(this ElementType type) => type switch
    {
        ElementType.Float32 => "f32",
        ElementType.Int64 => "i64",
        ElementType.Int32 => "i32",
        ElementType.Int8 => "i8",
        ElementType.UInt8 => "u8",
        ElementType.Bool => "bool",
        _ => throw new UnreachableException(),
    };

    /// <summary>The type with a canonical name; false if there is none.</summary>
    public static bool TryParse(string name, out ElementType type)
    {
        foreach (ElementType candidate in Enum.GetValues<ElementType>())
        {
            type = candidate;
            if (candidate.CanonicalName() == name)
                return true;
        }

        type = default;
        return false;
    }
}
