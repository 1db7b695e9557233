using System.Numerics;

namespace OpenGradient.Models.Quantization;

/// <summary>A scale s: integers q stand for q · s. A binary64 number, taken for exactly the fraction that it is.</summary>
internal readonly struct ExactScale
{
    private readonly BigInteger _mantissa;
    private readonly int _exponent;

    /// <param name="scale">Positive and finite.</param>
    public ExactScale(double scale)
    {
        long bits = BitConverter.DoubleToInt64Bits(scale);
        int exponent = (int)(bits >> 52);
        _mantissa = (bits & ((1L << 52) - 1)) | (exponent == 0 ? 0 : 1L << 52);
        _exponent = Math.Max(exponent, 1) - 1075;
    }

    /// <summary>q · s, as <see cref="ExactFunctions"/> hold it.</summary>
    public BigInteger ToReal(long q) => Shift(q * _mantissa, _exponent + ExactFunctions.FractionBits);

    /// <summary>The integer nearest to x / s, the greater of two.</summary>
    public BigInteger ToInteger(BigInteger x)
    {
        int shift = -(_exponent + ExactFunctions.FractionBits);
        BigInteger numerator = shift >= 0 ? x << shift : x;
        BigInteger denominator = shift >= 0 ? _mantissa : _mantissa << -shift;
        return ExactFunctions.FloorDivide((2 * numerator) + denominator, 2 * denominator);
    }

    private static BigInteger Shift(BigInteger x, int places) => places >= 0 ? x << places : x >> -places;
}
