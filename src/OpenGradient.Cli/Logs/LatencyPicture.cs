using System.Globalization;
using System.Text;

namespace OpenGradient.Cli.Logs;

/// <summary>A histogram of latencies as SVG, with lines where half and 99 % of them end.</summary>
internal static class LatencyPicture
{
    private const int Width = 560;
    private const int Height = 200;
    private const int Margin = 50;

    public static string Draw(Latencies latencies, string title)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width + (2 * Margin)}\" height=\"{Height + (2 * Margin)}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"20\" font-size=\"13\">{title}</text>\n");
        DrawBars(svg, latencies);
        DrawPercentile(svg, latencies, 50, "#2ca02c");
        DrawPercentile(svg, latencies, 99, "#d62728");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + (Width / 2)}\" y=\"{Margin + Height + 35}\" text-anchor=\"middle\">milliseconds</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawBars(StringBuilder svg, Latencies latencies)
    {
        int[] bars = latencies.Bars;
        int most = Math.Max(1, bars.Max());
        double width = (double)Width / bars.Length;
        for (int bar = 0; bar < bars.Length; bar++)
        {
            double height = (double)Height * bars[bar] / most;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Margin + (bar * width) + 1:F1}\" y=\"{Margin + Height - height:F1}\" width=\"{width - 2:F1}\" height=\"{height:F1}\" fill=\"#1f77b4\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + (bar * width):F1}\" y=\"{Margin + Height + 15}\" text-anchor=\"middle\">{bar * latencies.BarMilliseconds:0.###}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin - 6}\" y=\"{Margin + 4}\" text-anchor=\"end\">{most}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Margin}\" x2=\"{Margin + Width}\" y1=\"{Margin + Height}\" y2=\"{Margin + Height}\" stroke=\"#7f7f7f\"/>\n");
    }

    private static void DrawPercentile(StringBuilder svg, Latencies latencies, double percent, string colour)
    {
        double x = Margin + (Width * latencies.At(percent) / (latencies.Bars.Length * latencies.BarMilliseconds));
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Margin - 8}\" y2=\"{Margin + Height}\" stroke=\"{colour}\" stroke-dasharray=\"4 3\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{Margin - 12}\" text-anchor=\"middle\" fill=\"{colour}\">{percent:0.#} %: {latencies.At(percent):F0} ms</text>\n");
    }
}
