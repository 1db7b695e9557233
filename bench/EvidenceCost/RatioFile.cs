using System.Globalization;

namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>Ratios of many runs, one a line: what was compared, then its time and its processor time as multiples.</summary>
internal sealed class RatioFile(string path)
{
    /// <summary>Appends the ratios of this run; returns all of the same comparison that the file has now.</summary>
    public Cost[] Add(string comparison, Cost[] ratios)
    {
        File.AppendAllLines(path, ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture, $"{comparison}\t{ratio.Seconds:R}\t{ratio.ProcessorSeconds:R}")));
        return [.. File.ReadLines(path).Select(static line => line.Split('\t')).Where(parts => parts[0] == comparison).Select(static parts => new Cost(Number(parts[1]), Number(parts[2])))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
