using System.Numerics;
using System.Runtime.CompilerServices;

namespace OpenGradient.Execution.Operators;

/// <summary>Arithmetic as exec-1 has it, for any number type: integers wrap, floats round once, every NaN is the one NaN.</summary>
internal static class Number
{
    public static T Add<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(unchecked(x + y));

    public static T Mul<T>(T x, T y)
        where T : unmanaged, INumber<T> => Canonical(unchecked(x * y));

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

    private static T Canonical<T>(T x)
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
