using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>A model loaded by an engine.</summary>
internal interface IEngine : IDisposable
{
    /// <summary>Runs once; what comes out stays with the engine.</summary>
    void Run(Tensor input);

    /// <summary>The bytes of the first output of the last run.</summary>
    ReadOnlySpan<byte> Output { get; }
}
