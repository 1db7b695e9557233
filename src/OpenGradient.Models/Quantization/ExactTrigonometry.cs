using System.Numerics;
using static OpenGradient.Models.Quantization.ExactFunctions;

namespace OpenGradient.Models.Quantization;

/// <summary>Circular and hyperbolic functions, in the numbers of <see cref="ExactFunctions"/>.</summary>
internal static class ExactTrigonometry
{
    private static readonly BigInteger HalfPi = TwoPi >> 2;

    /// <summary>The sine.</summary>
    public static BigInteger Sin(BigInteger x)
    {
        BigInteger rest = x - (TwoPi * FloorDivide(x + (TwoPi >> 1), TwoPi));
        BigInteger square = Multiply(rest, rest);
        BigInteger sum = BigInteger.Zero;
        BigInteger term = rest;
        for (int n = 2; !term.IsZero && term != BigInteger.MinusOne; n += 2)
        {
            sum += term;
            term = -Multiply(term, square) / (n * (n + 1));
        }

        return sum;
    }

    /// <summary>The cosine.</summary>
    public static BigInteger Cos(BigInteger x) => Sin(x + HalfPi);

    /// <summary>The tangent; a large number at its poles.</summary>
    public static BigInteger Tan(BigInteger x)
    {
        BigInteger cosine = Cos(x);
        return Divide(Sin(x), cosine.IsZero ? BigInteger.One : cosine);
    }

    /// <summary>The arc tangent: the angle halved three times, then Σ (-1)^k x^(2k+1) / (2k + 1).</summary>
    public static BigInteger Atan(BigInteger x)
    {
        if (x.Sign < 0)
            return -Atan(-x);
        if (x > One)
            return HalfPi - Atan(Divide(One, x));
        for (int halving = 0; halving < 3; halving++)
            x = Divide(x, One + Sqrt(One + Multiply(x, x)));
        BigInteger square = Multiply(x, x);
        BigInteger sum = BigInteger.Zero;
        BigInteger power = x;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -(power / k);
            power = Multiply(power, square);
        }

        return sum << 3;
    }

    /// <summary>The arc sine; beyond 1, where there is none, that of 1.</summary>
    public static BigInteger Asin(BigInteger x)
    {
        if (BigInteger.Abs(x) >= One)
            return x.Sign * HalfPi;
        return Atan(Divide(x, Sqrt(One - Multiply(x, x))));
    }

    /// <summary>The arc cosine; beyond 1 that of 1.</summary>
    public static BigInteger Acos(BigInteger x) => HalfPi - Asin(x);

    /// <summary>The hyperbolic sine.</summary>
    public static BigInteger Sinh(BigInteger x) => (Exp(x) - Exp(-x)) >> 1;

    /// <summary>The hyperbolic cosine.</summary>
    public static BigInteger Cosh(BigInteger x) => (Exp(x) + Exp(-x)) >> 1;

    /// <summary>The inverse of the hyperbolic sine.</summary>
    public static BigInteger Asinh(BigInteger x) => x.Sign < 0 ? -Asinh(-x) : Log(x + Sqrt(One + Multiply(x, x)));

    /// <summary>The inverse of the hyperbolic cosine; below 1, where there is none, that of 1.</summary>
    public static BigInteger Acosh(BigInteger x) => x <= One ? BigInteger.Zero : Log(x + Sqrt(Multiply(x, x) - One));

    /// <summary>The inverse of the hyperbolic tangent; from 1 on that of nearly 1.</summary>
    public static BigInteger Atanh(BigInteger x)
    {
        BigInteger limit = One - (One >> 40);
        x = BigInteger.Max(-limit, BigInteger.Min(limit, x));
        return Log(Divide(One + x, One - x)) >> 1;
    }
}
