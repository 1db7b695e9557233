namespace OpenGradient.Kernels;

/// <summary><c>f8e8m0</c>: a power of two from 2^-127 to 2^127 by its exponent, or NaN.</summary>
internal static class ScaleFloat
{
    /// <summary>The bits that NaN has.</summary>
    public const byte NaN = 0xFF;

    /// <summary>What the byte means; exact.</summary>
    public static double Decode(byte bits) => bits == NaN ? double.NaN : BitConverter.Int64BitsToDouble((bits - Bias + 1023L) << 52);

    /// <summary>The power of two for a number; what is below the least or above the largest becomes that one if <paramref name="saturates"/>, else NaN.</summary>
    /// <remarks>Zero and negative numbers are below the least.</remarks>
    public static byte Encode(double number, bool saturates, ScaleRounding rounding)
    {
        if (double.IsNaN(number))
            return NaN;
        int exponent = number <= 0 ? int.MinValue : double.IsInfinity(number) ? int.MaxValue : Exponent(number, rounding);
        if (exponent is >= -Bias and <= Bias)
            return (byte)(exponent + Bias);
        return !saturates ? NaN : exponent < 0 ? (byte)0 : (byte)(2 * Bias);
    }

    private static int Exponent(double number, ScaleRounding rounding)
    {
        long bits = BitConverter.DoubleToInt64Bits(number);
        int exponent = (int)(bits >> 52) - 1023;
        long fraction = bits & ((1L << 52) - 1);
        bool isUp = rounding switch
        {
            ScaleRounding.Up => fraction != 0,
            ScaleRounding.Nearest => fraction >= 1L << 51,
            _ => false,
        };
        return isUp ? exponent + 1 : exponent;
    }

    private const int Bias = 127;
}
