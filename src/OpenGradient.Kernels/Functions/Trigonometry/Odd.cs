namespace OpenGradient.Kernels;

/// <summary>Functions with f(-x) = -f(x) are computed from |x|.</summary>
internal static class Odd
{
    /// <summary>Below it two terms of the series are more exact than a logarithm near 1.</summary>
    public const double Small = 1.0 / 1024;

    /// <summary>The result for |x|, rounded to binary32, with the sign of x.</summary>
    public static float WithSign(float x, double positive) => float.IsNegative(x) ? -(float)positive : (float)positive;
}
