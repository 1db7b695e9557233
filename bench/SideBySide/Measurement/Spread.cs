namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>Times of many short bursts.</summary>
/// <param name="Median">Milliseconds for one run, in the middle burst.</param>
/// <param name="Percent">The distance of the upper from the lower quarter, as a part of the median.</param>
internal sealed record Spread(double Median, double Percent)
{
    public static Spread Of(List<double> bursts)
    {
        bursts.Sort();
        double median = bursts[bursts.Count / 2];
        return new Spread(median, 100 * (bursts[bursts.Count * 3 / 4] - bursts[bursts.Count / 4]) / median);
    }
}
