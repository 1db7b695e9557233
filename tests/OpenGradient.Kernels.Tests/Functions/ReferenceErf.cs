namespace OpenGradient.Kernels.Tests.Functions;

/// <summary>The error function in binary64 by its series and its continued fraction: slow, obvious, good to about 1e-15.</summary>
internal static class ReferenceErf
{
    public static double Of(double x) => x < 0 ? -Of(-x) : x < 2.5 ? Series(x) : 1 - Tail(x);

    private static double Series(double x)
    {
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-20 * sum && n < 200; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private static double Tail(double x)
    {
        if (x > 6.5)
            return 0; // less than 2^-63
        double fraction = 0;
        for (int n = 60; n > 0; n--)
            fraction = n / 2.0 / (x + fraction);
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
    }
}
