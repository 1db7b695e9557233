namespace OpenGradient.Cli.Logs;

/// <summary>How long each of many things took: percentiles and a histogram.</summary>
internal sealed class Latencies
{
    private readonly double[] _sorted;

    /// <param name="milliseconds">One number for each; in any order.</param>
    public Latencies(IEnumerable<double> milliseconds)
    {
        _sorted = [.. milliseconds.Order()];
        BarMilliseconds = BarWidth(Longest);
        Bars = new int[(int)(Longest / BarMilliseconds) + 1];
        foreach (double one in _sorted)
            Bars[(int)(one / BarMilliseconds)]++;
    }

    public int Count => _sorted.Length;

    public double Longest => _sorted.Length == 0 ? 0 : _sorted[^1];

    /// <summary>The width of a bar: 1, 2 or 5 and zeros, so that there are at most 20.</summary>
    public double BarMilliseconds { get; }

    /// <summary>How many fall into each bar, from 0 ms on.</summary>
    public int[] Bars { get; }

    /// <summary>The smallest number that so many percent do not exceed; 0 if there is none.</summary>
    public double At(double percent) =>
        _sorted.Length == 0 ? 0 : Math.Round(_sorted[Math.Clamp((int)Math.Ceiling(_sorted.Length * percent / 100) - 1, 0, _sorted.Length - 1)], 2);

    /// <summary>The histogram for a terminal, a line for each bar from the first that is not empty.</summary>
    public IEnumerable<string> Lines()
    {
        int most = Math.Max(1, Bars.Max());
        for (int bar = Array.FindIndex(Bars, static count => count > 0); bar >= 0 && bar < Bars.Length; bar++)
        {
            string blocks = new('#', (Bars[bar] * LineWidth + most - 1) / most);
            yield return $"{bar * BarMilliseconds,8:0.###} to {(bar + 1) * BarMilliseconds,-6:0.###} ms {Bars[bar],6} {blocks}".TrimEnd();
        }
    }

    private static double BarWidth(double longest)
    {
        double power = 0.001;
        while (true)
        {
            foreach (double width in (double[])[power, 2 * power, 5 * power])
            {
                if (longest / width < MaxBars)
                    return width;
            }

            power *= 10;
        }
    }

    private const int MaxBars = 20;
    private const int LineWidth = 40;
}
