namespace OpenGradient.Kernels;

/// <content>The arc tangent and the natural exponential and logarithm.</content>
internal static partial class Binary64Functions
{
    private const double HalfPi = 1.5707963267948966192313216916398;
    private const double QuarterPi = 0.78539816339744830961566084581988;
    private const double TanEighthPi = 0.41421356237309504880168872420970;

    /// <summary>The arc tangent of a number from 0 to infinity.</summary>
    public static double Atan(double x)
    {
        double t = x > 1 ? 1 / x : x;
        bool isFolded = t > TanEighthPi;
        if (isFolded)
            t = (t - 1) / (t + 1);
        double square = t * t;
        double sum = -1.0 / 39;
        for (int k = 18; k >= 0; k--)
            sum = Math.FusedMultiplyAdd(sum, square, (k % 2 == 0 ? 1.0 : -1.0) / ((2 * k) + 1));
        double angle = isFolded ? QuarterPi + (t * sum) : t * sum;
        return x > 1 ? HalfPi - angle : angle;
    }

    /// <summary>e to the power of x, for |x| below 690.</summary>
    public static double Exp(double x) => Exp2(x * Log2E);

    /// <summary>The natural logarithm of a positive normal number.</summary>
    public static double Ln(double x) => Log2(x) * Ln2;
}
