using OpenGradient.Benchmarks.SideBySide.Engines;
using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide.Measurement;

/// <summary>Whether instruction sets, thread count and batch change the bits of an output, and how much memory it took.</summary>
internal sealed class BitsTable(string[] common, Subjects subjects, int threadCount)
{
    private readonly Dictionary<(EngineKind Kind, string Subject, int ThreadCount, int Batch, Hardware Hardware), (int Megabytes, string Digest)?> _runs = [];

    /// <summary>One line of the table.</summary>
    public string Row(Subject subject) => $"| {subject.Name} | {Side(EngineKind.Ours, subject)} | {Side(EngineKind.Tuned, subject)} |";

    private string Side(EngineKind kind, Subject subject)
    {
        int batch = subject.Batches[^1];
        string peak = Run(kind, subject, 1, 1, Hardware.AsItIs) is { } run ? $"{run.Megabytes}" : NotRun;
        return $"{Isas(kind, subject)} | {Same(kind, subject, threadCount, 1)} | {(batch > 1 ? Same(kind, subject, 1, batch) : NotRun)} | {peak}";
    }

    /// <summary>The slow ones get the subject's small form: without hardware for fused operations a product takes a hundred times as long.</summary>
    private string Isas(EngineKind kind, Subject subject)
    {
        Subject small = subjects.SmallOf(subject);
        (Subject Subject, Hardware Hardware)[] cases = kind == EngineKind.Ours
            ? [(subject, Hardware.WithoutAvx512), (small, Hardware.WithoutAvx2), (small, Hardware.WithoutVectors), (small, Hardware.Emulated)]
            : [(small, Hardware.Emulated)];
        if (Run(kind, subject, 1, 1, Hardware.AsItIs) is null)
            return NotRun;
        var words = cases.Where(static entry => entry.Hardware.IsHere)
            .GroupBy(entry => Compare(Run(kind, entry.Subject, 1, 1, Hardware.AsItIs), Run(kind, entry.Subject, 1, 1, entry.Hardware)), static entry => entry.Hardware.Name);
        return string.Join("; ", words.Select(static group => $"{group.Key}: {string.Join(", ", group)}"));
    }

    private string Same(EngineKind kind, Subject subject, int threads, int batch) =>
        Compare(Run(kind, subject, 1, 1, Hardware.AsItIs), Run(kind, subject, threads, batch, Hardware.AsItIs));

    private static string Compare((int Megabytes, string Digest)? one, (int Megabytes, string Digest)? other) =>
        one is null || other is null ? NotRun : one.Value.Digest == other.Value.Digest ? "same" : "DIFFERENT";

    private (int Megabytes, string Digest)? Run(EngineKind kind, Subject subject, int threads, int batch, Hardware hardware)
    {
        var key = (kind, subject.Name, threads, batch, hardware);
        if (!_runs.TryGetValue(key, out (int Megabytes, string Digest)? run))
            _runs[key] = run = SingleRun.Start(common, kind, subject, threads, batch, hardware);
        return run;
    }

    private const string NotRun = "—";
}
