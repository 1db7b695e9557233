using System.Runtime.InteropServices;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization.Preparation;

/// <summary>Elements of any type as <c>f32</c> or <c>i64</c>.</summary>
internal static class ElementLists
{
    /// <summary>Floats of another width.</summary>
    public static float[] Floats(ElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        ElementType.Float64 => Of<double, float>(bytes, static number => (float)number),
        ElementType.Float16 => Of<Half, float>(bytes, static number => (float)number),
        ElementType.BFloat16 => Of<ushort, float>(bytes, static bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
        _ => Of<float, float>(bytes, static number => number),
    };

    /// <summary>Integers of another width.</summary>
    public static long[] Integers(ElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        ElementType.Int32 => Of<int, long>(bytes, static number => number),
        ElementType.UInt32 => Of<uint, long>(bytes, static number => number),
        ElementType.Int16 => Of<short, long>(bytes, static number => number),
        ElementType.UInt16 => Of<ushort, long>(bytes, static number => number),
        ElementType.UInt8 or ElementType.UInt4 or ElementType.UInt2 => Of<byte, long>(bytes, static number => number),
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => Of<sbyte, long>(bytes, static number => number),
        _ => Of<long, long>(bytes, static number => number),
    };

    private static TTo[] Of<TFrom, TTo>(ReadOnlySpan<byte> bytes, Converter<TFrom, TTo> convert)
        where TFrom : unmanaged => Array.ConvertAll(MemoryMarshal.Cast<byte, TFrom>(bytes).ToArray(), convert);
}
