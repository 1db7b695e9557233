using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.SideBySide.Engines;

/// <summary>The engine of this repository, trace included.</summary>
internal sealed class OurEngine : IEngine
{
    private readonly Executable _executable;
    private readonly Tensor[] _inputs = new Tensor[1];
    private readonly Tensor?[] _outputs;

    public OurEngine(string file, int threadCount)
    {
        using OpenedModel model = ModelFile.Open(file);
        _executable = Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = threadCount });
        _outputs = new Tensor?[model.Program.Outputs.Length];
    }

    public ReadOnlySpan<byte> Output => _outputs[0] is { } first ? first.Bytes : default;

    public void Run(Tensor input)
    {
        _inputs[0] = input;
        _executable.Run(_inputs, _outputs, default);
    }

    public void Dispose()
    {
    }
}
