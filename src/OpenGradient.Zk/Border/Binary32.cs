using System.Numerics;

namespace OpenGradient.Zk.Border;

/// <summary>The operations of exec-1 on binary32 that stand around a core, on the bits of the numbers: the verifier has no floating point.</summary>
/// <remarks>
/// Computes <c>Mul</c>, <c>Round</c>, <c>Clip</c> and <c>Cast</c> (exec-1 sections 3 to 5), also from and to binary64. Every NaN is the one NaN. Rounding is to nearest, ties to even, once; subnormals are kept.
/// The kernels of the engine give the same bits, which a test holds them to.
/// </remarks>
internal static class Binary32
{
    /// <summary>The one NaN.</summary>
    public const uint NaN = 0x7FC00000;

    public const uint Infinity = 0x7F800000;

    public const uint SignBit = 0x80000000;

    private const int FractionBits = 23;
    private const int LeastExponent = -149; // of the lowest bit of a subnormal
    private const int WideFractionBits = 52; // of binary64
    private const int WideBias = 1023;
    private const int WideInfinity = 0x7FF;

    /// <summary>The number itself, or the one NaN.</summary>
    public static uint Canonical(uint x) => IsNaN(x) ? NaN : x;

    public static uint Multiply(uint x, uint y)
    {
        uint sign = (x ^ y) & SignBit;
        if (IsNaN(x) || IsNaN(y))
            return NaN;
        if (IsInfinite(x) || IsInfinite(y))
            return IsZero(x) || IsZero(y) ? NaN : sign | Infinity;
        (ulong left, int leftExponent) = Split(x);
        (ulong right, int rightExponent) = Split(y);
        return Nearest(sign, left * right, leftExponent + rightExponent);
    }

    /// <summary>The nearest whole number, the even one of two.</summary>
    public static uint Round(uint x)
    {
        if (IsNaN(x) || IsInfinite(x))
            return Canonical(x);
        (ulong fraction, int exponent) = Split(x);
        return exponent >= 0 ? x : Nearest(x & SignBit, ShiftRight(fraction, -exponent), 0);
    }

    /// <summary>r = x &lt; low ? low : x; high &lt; r ? high : r.</summary>
    public static uint Clip(uint x, uint low, uint high)
    {
        uint limited = IsLess(x, low) ? low : x;
        return Canonical(IsLess(high, limited) ? high : limited);
    }

    /// <summary>Cut towards zero; out of range to the nearest; NaN to 0.</summary>
    public static long ToInteger(uint x)
    {
        bool isNegative = (x & SignBit) != 0;
        if (IsNaN(x))
            return 0;
        (ulong fraction, int exponent) = Split(x);
        if (IsInfinite(x) || exponent >= 63 - FractionBits)
            return isNegative ? long.MinValue : long.MaxValue;
        long size = (long)(exponent >= 0 ? fraction << exponent : -exponent > FractionBits ? 0 : fraction >> -exponent);
        return isNegative ? -size : size;
    }

    /// <summary>The nearest number, the even one of two.</summary>
    public static uint FromInteger(long number) =>
        number < 0 ? Nearest(SignBit, (ulong)-(Int128)number, 0) : Nearest(0, (ulong)number, 0);

    /// <summary>The number nearest to a binary64 number given by its bits, the even one of two.</summary>
    public static uint FromBinary64(ulong x)
    {
        uint sign = (uint)(x >> 32) & SignBit;
        int exponent = (int)(x >> WideFractionBits) & WideInfinity;
        ulong fraction = x & ((1UL << WideFractionBits) - 1);
        if (exponent == WideInfinity)
            return fraction != 0 ? NaN : sign | Infinity;
        return exponent == 0 ? sign : Nearest(sign, fraction | (1UL << WideFractionBits), exponent - WideBias - WideFractionBits); // subnormals are far below a half of the least
    }

    /// <summary>The bits of the same number in binary64.</summary>
    public static ulong ToBinary64(uint x)
    {
        ulong sign = (ulong)(x & SignBit) << 32;
        if (IsNaN(x))
            return ((ulong)WideInfinity << WideFractionBits) | (1UL << (WideFractionBits - 1));
        if (IsInfinite(x))
            return sign | ((ulong)WideInfinity << WideFractionBits);
        (ulong fraction, int exponent) = Split(x);
        if (fraction == 0)
            return sign;
        int shift = WideFractionBits - BitOperations.Log2(fraction);
        return sign | ((ulong)(exponent - shift + WideBias + WideFractionBits) << WideFractionBits) | ((fraction << shift) & ((1UL << WideFractionBits) - 1));
    }

    private static bool IsNaN(uint x) => (x & ~SignBit) > Infinity;

    private static bool IsInfinite(uint x) => (x & ~SignBit) == Infinity;

    public static bool IsZero(uint x) => (x & ~SignBit) == 0;

    /// <summary>False with NaN; -0 is +0.</summary>
    private static bool IsLess(uint x, uint y) => !IsNaN(x) && !IsNaN(y) && Order(x) < Order(y);

    private static long Order(uint x) => (x & SignBit) == 0 ? x : -(long)(x & ~SignBit);

    /// <summary>The size of a finite number, as an integer times a power of two.</summary>
    private static (ulong Fraction, int Exponent) Split(uint x)
    {
        int exponent = (int)((x >> FractionBits) & 0xFF);
        uint fraction = x & ((1u << FractionBits) - 1);
        return exponent == 0 ? (fraction, LeastExponent) : (fraction | (1u << FractionBits), exponent - 1 + LeastExponent);
    }

    /// <summary>The binary32 number nearest to ± size · 2^exponent.</summary>
    private static uint Nearest(uint sign, ulong size, int exponent)
    {
        if (size == 0)
            return sign;
        int bits = BitOperations.Log2(size) + 1;
        int shift = Math.Max(bits - (FractionBits + 1), LeastExponent - exponent);
        ulong fraction = shift > 0 ? ShiftRight(size, shift) : size << -shift;
        int steps = exponent + shift - LeastExponent; // one less than the exponent field of a normal number
        return steps > 0xFE ? sign | Infinity : sign | Math.Min(((uint)steps << FractionBits) + (uint)fraction, Infinity);
    }

    /// <summary>⌊number / 2^shift⌉, ties to even; <paramref name="shift"/> is above 0.</summary>
    private static ulong ShiftRight(ulong number, int shift)
    {
        if (shift > 64)
            return 0; // below a half
        UInt128 half = UInt128.One << (shift - 1);
        UInt128 quotient = (UInt128)number >> shift;
        UInt128 rest = number - (quotient << shift);
        bool isUp = rest > half || (rest == half && (quotient & 1) == 1);
        return (ulong)quotient + (isUp ? 1UL : 0);
    }
}
