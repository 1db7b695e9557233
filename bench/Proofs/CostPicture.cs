using System.Globalization;
using System.Text;

namespace OpenGradient.Benchmarks;

/// <summary>Series of costs as a picture, each beside the others; both axes are logarithms, so a straight line is a power.</summary>
internal static class CostPicture
{
    private const int Side = 300;
    private const int Margin = 50;
    private const double LogLeast = 0; // 1
    private const double LogMost = 4; // 10,000

    private static readonly string[] Colours = ["#d62728", "#1f77b4", "#2ca02c", "#7f7f7f"];

    public static string Draw(IReadOnlyList<(CostSeries Series, CostPoint[] Points)> all)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{(all.Count * (Side + Margin)) + Margin}\" height=\"{Side + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        for (int panel = 0; panel < all.Count; panel++)
            DrawPanel(svg, Margin + (panel * (Side + Margin)), all[panel].Series, all[panel].Points);
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawPanel(StringBuilder svg, int left, CostSeries series, CostPoint[] points)
    {
        for (double log = LogLeast; log <= LogMost; log++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{left}\" x2=\"{left + Side}\" y1=\"{Y(log)}\" y2=\"{Y(log)}\" stroke=\"#ddd\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left - 4}\" y=\"{Y(log) + 4}\" text-anchor=\"end\">{Math.Pow(10, log):N0}</text>\n");
        }

        double X(int index) => left + ((index + 0.5) * Side / points.Length);
        for (int index = 0; index < points.Length; index++)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(index):F0}\" y=\"{Margin + Side + 15}\" text-anchor=\"middle\">{points[index].Size}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + (Side / 2)}\" y=\"{Margin + Side + 32}\" text-anchor=\"middle\">{series.Name}</text>\n");
        for (int value = 0; value < Colours.Length; value++)
        {
            string path = string.Join(' ', points.Select((point, index) => string.Create(CultureInfo.InvariantCulture, $"{X(index):F0},{Y(Math.Log10(point.Values[value])):F0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Colours[value]}\" stroke-width=\"2\" points=\"{path}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + (value * Side / 4)}\" y=\"{Margin - 12}\" fill=\"{Colours[value]}\">{CostPoint.Names[value]}</text>\n");
        }
    }

    private static double Y(double log) => Margin + (Side * (LogMost - log) / (LogMost - LogLeast));
}
