namespace OpenGradient.Execution.Operators;

/// <summary>What the elementwise operators mean on integers: total, wrapping. 32-bit operands are computed in 64 bits and cut.</summary>
internal static class IntegerArithmetic
{
    public static long Add(long x, long y) => unchecked(x + y);

    public static long Sub(long x, long y) => unchecked(x - y);

    public static long Mul(long x, long y) => unchecked(x * y);

    /// <summary>Towards zero; 0 for a zero divisor; the most negative number by -1 wraps to itself.</summary>
    public static long Div(long x, long y) => y == 0 ? 0 : y == -1 ? Neg(x) : x / y;

    /// <summary>The remainder with the divisor's sign; 0 for a zero divisor.</summary>
    public static long Mod(long x, long y)
    {
        if (y is 0 or -1)
            return 0;
        long remainder = x % y;
        return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
    }

    public static long Neg(long x) => unchecked(-x);

    public static long Abs(long x) => x < 0 ? Neg(x) : x;
}
