using System.Globalization;

namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>The median of many measurements, and how far it may be off by chance.</summary>
/// <param name="Median">The median.</param>
/// <param name="Error">Twice its standard error.</param>
internal readonly record struct Estimate(double Median, double Error)
{
    /// <summary>Of measurements that do not depend on each other; outliers count as little for the error as for the median.</summary>
    public static Estimate Of(double[] measurements)
    {
        double[] ordered = [.. measurements.Order()];
        double quartiles = ordered[ordered.Length * 3 / 4] - ordered[ordered.Length / 4];
        return new Estimate(ordered[ordered.Length / 2], 2 * ErrorOfMedian * quartiles / Math.Sqrt(ordered.Length));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Median:F2} ± {Error:F2}");

    private const double ErrorOfMedian = 0.93; // standard error of a median of normal numbers: 1.25 σ / √n, and the quartiles lie 1.35 σ apart
}
