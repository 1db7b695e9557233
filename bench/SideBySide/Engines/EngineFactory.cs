using OpenGradient.Benchmarks.SideBySide.Graphs;

namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>Loads models.</summary>
internal static class EngineFactory
{
    /// <summary>The model in an engine with so many threads.</summary>
    public static IEngine Create(EngineKind kind, Subject subject, string inputName, int threadCount) => kind == EngineKind.Ours
        ? new OurEngine(subject.File, threadCount)
        : new OnnxRuntimeEngine(subject.File, inputName, threadCount, isTuned: kind == EngineKind.Tuned);
}
