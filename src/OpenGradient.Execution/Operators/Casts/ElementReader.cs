using System.Runtime.InteropServices;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Elements of any type as the widest of their kind; always exact.</summary>
internal static class ElementReader
{
    /// <summary>Floats as binary64.</summary>
    public static void Reals(ElementType type, ReadOnlySpan<byte> x, Span<double> y)
    {
        switch (type)
        {
            case ElementType.Float64:
                MemoryMarshal.Cast<byte, double>(x).CopyTo(y);
                break;
            case ElementType.Float32:
                ReadOnlySpan<float> singles = MemoryMarshal.Cast<byte, float>(x);
                for (int i = 0; i < y.Length; i++)
                    y[i] = singles[i];
                break;
            case ElementType.Float16 or ElementType.BFloat16:
                SmallFloat wide = SmallFloats.Of(type);
                ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(x);
                for (int i = 0; i < y.Length; i++)
                    y[i] = wide.Decode(halves[i]);
                break;
            case ElementType.Float8E8M0:
                for (int i = 0; i < y.Length; i++)
                    y[i] = ScaleFloat.Decode(x[i]);
                break;
            default:
                SmallFloat small = SmallFloats.Of(type);
                for (int i = 0; i < y.Length; i++)
                    y[i] = small.Decode(x[i]);
                break;
        }
    }

    /// <summary>Integers and booleans in 64 bits; <c>u64</c> by its bits.</summary>
    public static void Integers(ElementType type, ReadOnlySpan<byte> x, Span<long> y)
    {
        switch (type)
        {
            case ElementType.Int64 or ElementType.UInt64:
                MemoryMarshal.Cast<byte, long>(x).CopyTo(y);
                break;
            case ElementType.Int32:
                Widen(MemoryMarshal.Cast<byte, int>(x), y);
                break;
            case ElementType.UInt32:
                Widen(MemoryMarshal.Cast<byte, uint>(x), y);
                break;
            case ElementType.Int16:
                Widen(MemoryMarshal.Cast<byte, short>(x), y);
                break;
            case ElementType.UInt16:
                Widen(MemoryMarshal.Cast<byte, ushort>(x), y);
                break;
            case ElementType.Int8 or ElementType.Int4 or ElementType.Int2:
                Widen(MemoryMarshal.Cast<byte, sbyte>(x), y);
                break;
            default:
                Widen(x, y);
                break;
        }
    }

    private static void Widen<T>(ReadOnlySpan<T> x, Span<long> y)
        where T : System.Numerics.INumberBase<T>
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = long.CreateTruncating(x[i]);
    }
}
