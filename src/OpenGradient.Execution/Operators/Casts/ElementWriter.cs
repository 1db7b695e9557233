using System.Runtime.InteropServices;
using OpenGradient.Execution.Interpreter;
using OpenGradient.Kernels;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Operators;

/// <summary>Numbers as elements of any type.</summary>
internal static class ElementWriter
{
    /// <summary>Binary64 numbers to a float, rounded once.</summary>
    public static void Reals(ElementType type, ReadOnlySpan<double> x, Span<byte> y, CastRule rule)
    {
        switch (type)
        {
            case ElementType.Float64:
                x.CopyTo(MemoryMarshal.Cast<byte, double>(y));
                CanonicalForm.Apply(type, y);
                break;
            case ElementType.Float32:
                Span<float> singles = MemoryMarshal.Cast<byte, float>(y);
                for (int i = 0; i < x.Length; i++)
                    singles[i] = CanonicalNaN.Of((float)x[i]);
                break;
            case ElementType.Float16 or ElementType.BFloat16:
                SmallFloat wide = SmallFloats.Of(type);
                Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(y);
                for (int i = 0; i < x.Length; i++)
                    halves[i] = (ushort)wide.Encode(x[i], saturates: false);
                break;
            case ElementType.Float8E8M0:
                for (int i = 0; i < x.Length; i++)
                    y[i] = ScaleFloat.Encode(x[i], rule.Saturates, rule.Scale);
                break;
            default:
                SmallFloat small = SmallFloats.Of(type);
                for (int i = 0; i < x.Length; i++)
                    y[i] = (byte)small.Encode(x[i], rule.Saturates);
                break;
        }
    }

    /// <summary>Binary64 numbers cut towards zero: <c>i64</c>, <c>u64</c> and <c>i32</c> to the nearest in range, narrower ones by way of <c>i64</c>; NaN to 0. To <c>bool</c>: whether they are not zero.</summary>
    public static void Cut(ElementType type, ReadOnlySpan<double> x, Span<byte> y)
    {
        switch (type)
        {
            case ElementType.Bool:
                for (int i = 0; i < x.Length; i++)
                    y[i] = x[i] == 0 ? (byte)0 : (byte)1;
                break;
            case ElementType.Int32:
                Span<int> ints = MemoryMarshal.Cast<byte, int>(y);
                for (int i = 0; i < x.Length; i++)
                    ints[i] = unchecked((int)x[i]);
                break;
            case ElementType.UInt64:
                Span<ulong> unsigned = MemoryMarshal.Cast<byte, ulong>(y);
                for (int i = 0; i < x.Length; i++)
                    unsigned[i] = unchecked(x[i] < 0 ? (ulong)(long)x[i] : (ulong)x[i]);
                break;
            default:
                Span<long> cut = stackalloc long[Conversion.BlockElements];
                for (int i = 0; i < x.Length; i++)
                    cut[i] = unchecked((long)x[i]);
                Integers(type, cut[..x.Length], y);
                break;
        }
    }

    /// <summary>Integers to integers: the low bits; to <c>bool</c>: whether they are not zero.</summary>
    public static void Integers(ElementType type, ReadOnlySpan<long> x, Span<byte> y)
    {
        switch (type)
        {
            case ElementType.Bool:
                for (int i = 0; i < x.Length; i++)
                    y[i] = x[i] == 0 ? (byte)0 : (byte)1;
                break;
            case ElementType.Int64 or ElementType.UInt64:
                x.CopyTo(MemoryMarshal.Cast<byte, long>(y));
                break;
            case ElementType.Int32 or ElementType.UInt32:
                Narrow(x, MemoryMarshal.Cast<byte, uint>(y));
                break;
            case ElementType.Int16 or ElementType.UInt16:
                Narrow(x, MemoryMarshal.Cast<byte, ushort>(y));
                break;
            default:
                Narrow(x, y);
                CanonicalForm.Apply(type, y);
                break;
        }
    }

    private static void Narrow<T>(ReadOnlySpan<long> x, Span<T> y)
        where T : System.Numerics.INumberBase<T>
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = T.CreateTruncating(x[i]);
    }
}
