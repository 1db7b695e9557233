using System.Numerics;

namespace OpenGradient.Models.Quantization;

/// <summary>Functions of real numbers on integers alone, so that a table made of them has the same bits on every machine.</summary>
/// <remarks>A number x is held as ⌊x · 2^80⌋; results are right to some 70 fractional bits, far more than a table entry has.</remarks>
internal static class ExactFunctions
{
    /// <summary>How many bits stand behind the point.</summary>
    public const int FractionBits = 80;

    /// <summary>The number one.</summary>
    public static readonly BigInteger One = BigInteger.One << FractionBits;

    // Σ 1 / (k · 2^k)
    private static readonly BigInteger Ln2 = Enumerable.Range(1, FractionBits)
        .Aggregate(BigInteger.Zero, static (sum, k) => sum + ((BigInteger.One << (FractionBits - k)) / k));

    // π = 16 arctan(1/5) - 4 arctan(1/239) (Machin)
    private static readonly BigInteger Pi = (16 * ArctanOfInverse(5)) - (4 * ArctanOfInverse(239));

    /// <summary>2π.</summary>
    public static BigInteger TwoPi => 2 * Pi;

    /// <summary>x · y.</summary>
    public static BigInteger Multiply(BigInteger x, BigInteger y) => (x * y) >> FractionBits;

    /// <summary>x / y; y is not zero.</summary>
    public static BigInteger Divide(BigInteger x, BigInteger y) => (x << FractionBits) / y;

    /// <summary>e^x; from e^90 on the result is e^90.</summary>
    public static BigInteger Exp(BigInteger x)
    {
        x = BigInteger.Min(x, 90 * One);
        if (x < -60 * One)
            return BigInteger.Zero;
        var n = (int)FloorDivide(x, Ln2);
        BigInteger rest = x - (n * Ln2);
        BigInteger sum = One;
        BigInteger term = One;
        for (int k = 1; !term.IsZero; k++)
        {
            term = Multiply(term, rest) / k;
            sum += term;
        }

        return n >= 0 ? sum << n : sum >> -n;
    }

    /// <summary>The natural logarithm of a positive number.</summary>
    public static BigInteger Log(BigInteger x)
    {
        int exponent = (int)x.GetBitLength() - 1 - FractionBits;
        BigInteger mantissa = exponent >= 0 ? x >> exponent : x << -exponent;
        BigInteger ratio = Divide(mantissa - One, mantissa + One);
        BigInteger square = Multiply(ratio, ratio);
        BigInteger sum = BigInteger.Zero;
        BigInteger power = ratio;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += power / k;
            power = Multiply(power, square);
        }

        return (2 * sum) + (exponent * Ln2);
    }

    /// <summary>The square root; 0 for negative numbers.</summary>
    public static BigInteger Sqrt(BigInteger x)
    {
        if (x.Sign <= 0)
            return BigInteger.Zero;
        BigInteger target = x << FractionBits;
        BigInteger root = BigInteger.One << (((int)target.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (root + (target / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static BigInteger Sigmoid(BigInteger x) => x.Sign >= 0 ? Divide(One, One + Exp(-x)) : One - Sigmoid(-x);

    /// <summary>The hyperbolic tangent.</summary>
    public static BigInteger Tanh(BigInteger x) => (2 * Sigmoid(2 * x)) - One;

    /// <summary>log(1 + e^x).</summary>
    public static BigInteger Softplus(BigInteger x) => BigInteger.Max(x, BigInteger.Zero) + Log(One + Exp(-BigInteger.Abs(x)));

    /// <summary>The error function: 2/√π · e^(-x²) · Σ 2^n x^(2n+1) / (1 · 3 · … · (2n+1)), a sum without cancellation.</summary>
    public static BigInteger Erf(BigInteger x)
    {
        if (x.Sign < 0)
            return -Erf(-x);
        if (x > 7 * One)
            return One;
        BigInteger square = Multiply(x, x);
        BigInteger sum = BigInteger.Zero;
        BigInteger term = x;
        for (int n = 1; !term.IsZero; n++)
        {
            sum += term;
            term = 2 * Multiply(term, square) / ((2 * n) + 1);
        }

        return 2 * Divide(Multiply(Exp(-square), sum), Sqrt(Pi));
    }

    /// <summary>x · (1 + erf(x / √2)) / 2.</summary>
    public static BigInteger Gelu(BigInteger x) => Multiply(x, One + Erf(Divide(x, Sqrt(2 * One)))) >> 1;

    /// <summary>⌊x / y⌋ for positive y.</summary>
    public static BigInteger FloorDivide(BigInteger x, BigInteger y)
    {
        var quotient = BigInteger.DivRem(x, y, out BigInteger remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    private static BigInteger ArctanOfInverse(int n)
    {
        BigInteger sum = BigInteger.Zero;
        BigInteger power = One / n;
        for (int k = 1; !power.IsZero; k += 2)
        {
            sum += k % 4 == 1 ? power / k : -(power / k);
            power /= n * n;
        }

        return sum;
    }
}
