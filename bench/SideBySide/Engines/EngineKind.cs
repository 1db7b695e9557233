namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>Which engine, and how it is set up.</summary>
internal enum EngineKind
{
    /// <summary>This repository's.</summary>
    Ours,

    /// <summary>ONNX Runtime as a program gets it that sets the thread count only.</summary>
    Default,

    /// <summary>ONNX Runtime with every option that helps on a processor of its own: all fusions, spinning threads, outputs kept.</summary>
    Tuned,
}
