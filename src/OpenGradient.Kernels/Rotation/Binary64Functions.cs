namespace OpenGradient.Kernels;

/// <summary>log2, exp2, sin and cos in binary64 from IEEE operations alone.</summary>
/// <remarks>
/// Series coefficients are the correctly rounded binary64 quotients written here (1/3, 1/5, …, 1/k!), so the definition is this
/// text. Relative errors are below 2^-48, far below the rounding to binary32 that follows; ties are not a concern because the
/// bits are defined by these operations, not by the mathematical value.
/// </remarks>
internal static partial class Binary64Functions
{
    private const double Ln2 = 0.69314718055994530941723212145818;
    private const double Log2E = 1.4426950408889634073599246810019;
    private const double TwoOverPi = 0.63661977236758134307553505349006;

    // π/2 in three parts; the first two have 33 significant bits, so that a multiple by an integer below 2^20 is exact.
    private const ulong HalfPi1 = 0x3FF921FB54400000;
    private const ulong HalfPi2 = 0x3DD0B4611A600000;
    private const ulong HalfPi3 = 0x3BA3198A2E037073;

    /// <summary>The logarithm to base 2 of a positive normal number.</summary>
    public static double Log2(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1023;
        double m = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000); // 1 ≤ m < 2
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        double s = (m - 1) / (m + 1);
        double square = s * s;
        double sum = 1.0 / 23;
        for (int k = 21; k >= 1; k -= 2)
            sum = Math.FusedMultiplyAdd(sum, square, 1.0 / k);
        return Math.FusedMultiplyAdd(2 * s * sum, Log2E, exponent);
    }

    /// <summary>2 to the power of x, for |x| below 1000.</summary>
    public static double Exp2(double x)
    {
        double whole = Math.Round(x, MidpointRounding.ToEven);
        double r = (x - whole) * Ln2;
        double factorial = 1;
        Span<double> reciprocals = stackalloc double[15];
        for (int k = 0; k < reciprocals.Length; k++)
        {
            factorial *= Math.Max(k, 1);
            reciprocals[k] = 1 / factorial;
        }

        double sum = reciprocals[^1];
        for (int k = reciprocals.Length - 2; k >= 0; k--)
            sum = Math.FusedMultiplyAdd(sum, r, reciprocals[k]);
        return sum * BitConverter.Int64BitsToDouble(((long)whole + 1023) << 52);
    }

    /// <summary>Sine and cosine of an angle between 0 and 2^19.</summary>
    public static (double Sin, double Cos) SinCos(double angle)
    {
        double quadrant = Math.Round(angle * TwoOverPi, MidpointRounding.ToEven);
        double r = Math.FusedMultiplyAdd(-quadrant, BitConverter.UInt64BitsToDouble(HalfPi1), angle);
        r = Math.FusedMultiplyAdd(-quadrant, BitConverter.UInt64BitsToDouble(HalfPi2), r);
        r = Math.FusedMultiplyAdd(-quadrant, BitConverter.UInt64BitsToDouble(HalfPi3), r);
        double square = r * r;
        double sin = r * Series(square, first: 1);
        double cos = Series(square, first: 0);
        return ((long)quadrant & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    /// <summary>Σ (-1)^k · square^k / (2k + first)! for k up to 9, last term first.</summary>
    private static double Series(double square, int first)
    {
        Span<double> terms = stackalloc double[10];
        double factorial = 1;
        for (int k = 0; k < terms.Length; k++)
        {
            if (k > 0)
                factorial *= ((2 * k) + first - 1) * ((2 * k) + first);
            terms[k] = (k % 2 == 0 ? 1 : -1) / factorial;
        }

        double sum = terms[^1];
        for (int k = terms.Length - 2; k >= 0; k--)
            sum = Math.FusedMultiplyAdd(sum, square, terms[k]);
        return sum;
    }
}
