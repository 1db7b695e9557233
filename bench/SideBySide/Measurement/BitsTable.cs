using OpenGradient.Benchmarks.SideBySide.Engines;
using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>Whether instruction sets, thread count and batch change the bits of an output, and how much memory it took.</summary>
internal sealed class BitsTable(string[] common, int threadCount)
{
    /// <summary>One line of the table.</summary>
    public string Row(Subject subject)
    {
        int batch = subject.Batches[^1];
        string isas = Isas(subject);
        string ours = $"{Same(EngineKind.Ours, subject, threadCount, 1)} | {(batch > 1 ? Same(EngineKind.Ours, subject, 1, batch) : "—")}";
        string theirs = $"{Same(EngineKind.Tuned, subject, threadCount, 1)} | {(batch > 1 ? Same(EngineKind.Tuned, subject, 1, batch) : "—")}";
        return $"| {subject.Name} | {isas} | {ours} | {theirs} | {Peak(EngineKind.Ours, subject)} | {Peak(EngineKind.Tuned, subject)} |";
    }

    private string Isas(Subject subject)
    {
        // Without hardware for fused operations a product takes a hundred times as long: small subjects only.
        bool isSmall = new FileInfo(subject.File).Length < SmallFileBytes && subject.Name != "int8-convolutions";
        string[] settings = isSmall ? ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"] : ["DOTNET_EnableAVX512"];
        string? expected = SingleRun.Start(common, EngineKind.Ours, subject, 1, 1)?.Digest;
        if (expected is null)
            return "—";
        string[] different = [.. settings.Where(setting => SingleRun.Start(common, EngineKind.Ours, subject, 1, 1, (setting, "0"))?.Digest != expected)];
        return different.Length == 0 ? $"same ({settings.Length + 1})" : "DIFFERENT " + string.Join(' ', different);
    }

    private string Same(EngineKind kind, Subject subject, int threads, int batch)
    {
        string? one = SingleRun.Start(common, kind, subject, 1, 1)?.Digest;
        string? other = SingleRun.Start(common, kind, subject, threads, batch)?.Digest;
        return one is null || other is null ? "—" : one == other ? "same" : "DIFFERENT";
    }

    private string Peak(EngineKind kind, Subject subject) =>
        SingleRun.Start(common, kind, subject, 1, 1) is { } run ? $"{run.Megabytes}" : "—";

    private const long SmallFileBytes = 9 << 20;
}
