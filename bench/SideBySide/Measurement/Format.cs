using OpenGradient.Benchmarks.SideBySide.Engines;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>Lines of the table.</summary>
internal static class Format
{
    public static string Row(Result result)
    {
        Comparison comparison = result.Comparison;
        string ratio = result.Ratio is { } value ? $"**{value:F2}**" : "—";
        return $"| {comparison.Subject.Name} | {comparison.ThreadCount} | {comparison.Batch} | {Cell(result, EngineKind.Ours)} | {Cell(result, EngineKind.Default)} | {Cell(result, EngineKind.Tuned)} | {ratio} | {comparison.Subject.Goal:F2} |";
    }

    private static string Cell(Result result, EngineKind kind)
    {
        if (result.Times.TryGetValue(kind, out Spread? spread))
            return $"{spread.Median:G3} ± {spread.Percent:F0} %";
        string why = result.Failures.GetValueOrDefault(kind, "not run").ReplaceLineEndings(" ").Replace("|", "/", StringComparison.Ordinal);
        return why.Length > 60 ? why[..60] + "…" : why;
    }
}
