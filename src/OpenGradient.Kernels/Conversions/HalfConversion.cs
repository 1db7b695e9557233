using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>Between binary32 and the 16-bit floats, a span at a time. <see cref="SmallFloat"/> is the definition.</summary>
internal static class HalfConversion
{
    /// <summary>binary16 to binary32; exact.</summary>
    public static void Widen16(ReadOnlySpan<ushort> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = CanonicalNaN.Of((float)BitConverter.UInt16BitsToHalf(x[i]));
    }

    /// <summary>binary32 to binary16; to nearest, ties to even.</summary>
    public static void Narrow16(ReadOnlySpan<float> x, Span<ushort> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = float.IsNaN(x[i]) ? (ushort)0x7E00 : BitConverter.HalfToUInt16Bits((Half)x[i]);
    }

    /// <summary>bfloat16 to binary32; exact.</summary>
    public static void WidenB16(ReadOnlySpan<ushort> x, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = CanonicalNaN.Of(BitConverter.UInt32BitsToSingle((uint)x[i] << 16));
    }

    /// <summary>binary32 to bfloat16; to nearest, ties to even.</summary>
    public static void NarrowB16(ReadOnlySpan<float> x, Span<ushort> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(x[i]);
            y[i] = float.IsNaN(x[i]) ? (ushort)0x7FC0 : unchecked((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
        }
    }

    /// <summary>Eight binary16 numbers, as the low halves of integers, widened; exact. NaNs stay NaNs, not in the one form.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(Vector256<int> bits)
    {
        // The exponent moves from a bias of 15 to one of 127 by a product, which brings subnormals into normal form as well; 31 must become 255.
        Vector256<int> magnitude = (bits & Vector256.Create(0x7FFF)) << 13;
        Vector256<int> scaled = (magnitude.AsSingle() * Vector256.Create(5.192296858534828e33f)).AsInt32(); // 2^112
        Vector256<int> special = Vector256.GreaterThan(magnitude, Vector256.Create(0x0F7FFFFF)) & Vector256.Create(0x7F800000);
        return (scaled | special | ((bits & Vector256.Create(0x8000)) << 16)).AsSingle();
    }
}
