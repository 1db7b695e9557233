using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>The engine of this repository, trace included.</summary>
internal sealed class OurEngine : IEngine
{
    private readonly Executable _executable;
    private readonly Tensor[] _inputs = new Tensor[1];
    private RunResult? _result;

    public OurEngine(string file, int threadCount)
    {
        using OpenedModel model = ModelFile.Open(file);
        _executable = Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = threadCount });
    }

    public ReadOnlySpan<byte> Output => _result is null ? default : _result.Outputs[0].Bytes;

    public void Run(Tensor input)
    {
        _inputs[0] = input;
        _result = _executable.Run(_inputs, default);
    }

    public void Dispose()
    {
    }
}
