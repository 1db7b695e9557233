using System.Numerics;
using System.Runtime.CompilerServices;

namespace OpenGradient.Execution.Operators;

/// <summary>Arithmetic as exec-1 has it, for any number type: integers wrap, floats round once, every NaN is the one NaN.</summary>
internal static class Number
{
    public static T Add<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(unchecked(x + y));

    public static T Sub<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(unchecked(x - y));

    public static T Mul<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(unchecked(x * y));

    /// <summary>x · y + z: of floats with one rounding.</summary>
    public static T MultiplyAdd<T>(T x, T y, T z)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float))
            return Canonical(Unsafe.BitCast<float, T>(MathF.FusedMultiplyAdd(Unsafe.BitCast<T, float>(x), Unsafe.BitCast<T, float>(y), Unsafe.BitCast<T, float>(z))));
        if (typeof(T) == typeof(double))
            return Canonical(Unsafe.BitCast<double, T>(Math.FusedMultiplyAdd(Unsafe.BitCast<T, double>(x), Unsafe.BitCast<T, double>(y), Unsafe.BitCast<T, double>(z))));
        return unchecked((x * y) + z);
    }

    /// <summary>Of integers cut towards zero; 0 for a zero divisor; the most negative number by -1 wraps to itself.</summary>
    public static T Div<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (IsReal<T>())
            return Canonical(x / y);
        if (y == T.Zero)
            return T.Zero;
        return unchecked(T.IsNegative(y) && y + T.One == T.Zero ? Neg(x) : x / y);
    }

    /// <summary>The remainder of integers with the divisor's sign, 0 for a zero divisor; of floats as <see cref="Remainder"/>.</summary>
    public static T Mod<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        T remainder = Remainder(x, y);
        return !IsReal<T>() && remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y) ? unchecked(remainder + y) : remainder;
    }

    /// <summary>The exact remainder with the dividend's sign; of integers 0 for a zero divisor.</summary>
    public static T Remainder<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (IsReal<T>())
            return Canonical(x % y);
        return unchecked(y == T.Zero || (T.IsNegative(y) && y + T.One == T.Zero) ? T.Zero : x % y);
    }

    public static T Neg<T>(T x)
        where T : unmanaged, INumber<T> => IsReal<T>() ? Canonical(-x) : unchecked(T.Zero - x);

    /// <summary>The most negative integer stays what it is.</summary>
    public static T Abs<T>(T x)
        where T : unmanaged, INumber<T> => T.IsNegative(x) ? Neg(x) : Canonical(x);

    public static T Relu<T>(T x)
        where T : unmanaged, INumber<T> => x > T.Zero || T.IsNaN(x) ? Canonical(x) : T.Zero;

    /// <summary>1, 0 or -1; +0 for -0.</summary>
    public static T Sign<T>(T x)
        where T : unmanaged, INumber<T> => x > T.Zero ? T.One : x < T.Zero ? Neg(T.One) : x == T.Zero ? T.Zero : Canonical(x);

    /// <summary>Of floats, rounded once.</summary>
    public static T Sqrt<T>(T x)
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float)
            ? Canonical(Unsafe.BitCast<float, T>(MathF.Sqrt(Unsafe.BitCast<T, float>(x))))
            : Canonical(Unsafe.BitCast<double, T>(Math.Sqrt(Unsafe.BitCast<T, double>(x))));

    /// <summary>Whether the type is a float.</summary>
    public static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>NaN if one is; -0 is below +0.</summary>
    public static T Max<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(T.Max(x, y));

    /// <summary>NaN if one is; -0 is below +0.</summary>
    public static T Min<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(T.Min(x, y));

    /// <summary>The order of sorting: as numbers, -0 and +0 equal, NaN above all and equal to itself.</summary>
    public static int Compare<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (x < y)
            return -1;
        if (x > y)
            return 1;
        return x == y ? 0 : (T.IsNaN(x) ? 1 : 0) - (T.IsNaN(y) ? 1 : 0);
    }

    /// <summary>What no number is below.</summary>
    public static T Least<T>()
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float) ? T.CreateTruncating(float.NegativeInfinity)
        : typeof(T) == typeof(double) ? T.CreateTruncating(double.NegativeInfinity)
        : T.CreateSaturating(Int128.MinValue);

    /// <summary>The number, or the one NaN.</summary>
    public static T Canonical<T>(T x)
        where T : unmanaged, INumber<T>
    {
        if (!T.IsNaN(x))
            return x;
        if (typeof(T) == typeof(float))
        {
            float one = BitConverter.UInt32BitsToSingle(0x7FC00000);
            return Unsafe.BitCast<float, T>(one);
        }

        double wide = BitConverter.UInt64BitsToDouble(0x7FF8000000000000);
        return typeof(T) == typeof(double) ? Unsafe.BitCast<double, T>(wide) : x;
    }
}
