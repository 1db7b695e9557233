using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Zk.Prover.Tests.Models;

/// <summary>A sample model of the repository, compiled to integers with an input of its own.</summary>
internal sealed class IntegerSample
{
    private IntegerSample(IntegerModel model, ImmutableArray<Tensor> inputs)
    {
        (Program, Constants, Inputs) = (model.Program, model.Constants, inputs);
        Prover = ModelProver.Create(Program, Constants);
        Outputs = Executable.Load(Program, Constants).Run(Inputs, default).Outputs;
    }

    public Program Program { get; }

    public IConstantSource Constants { get; }

    public ModelProver Prover { get; }

    public ImmutableArray<Tensor> Inputs { get; }

    /// <summary>As the engine computes them.</summary>
    public ImmutableArray<Tensor> Outputs { get; }

    /// <summary>28 x 28 pixels to ten numbers: convolutions, pools, a table, layers.</summary>
    public static IntegerSample Digits() => Compile("models/digits/digits.onnx", [1, 1, 28, 28], static cell => cell % 28 is > 10 and < 17 ? 0.9f : 0.01f * (cell % 7));

    /// <summary>Prices to a risk: small layers.</summary>
    public static IntegerSample PriceRisk() => Compile("models/price-risk/price-risk.onnx", [1, 60, 5], static cell => 100 + (cell * 37 % 11 * 0.3f));

    private static IntegerSample Compile(string file, ImmutableArray<long> shape, Func<int, float> element)
    {
        using OpenedModel model = ModelFile.Open(Repository.PathOf(file));
        Tensor input = Tensor.Create<float>(ElementType.Float32, shape, [.. Enumerable.Range(0, (int)Tensor.CountElements(shape)).Select(element)]);
        var observed = ValueObserver.Observe(model.Program, model.Constants, [[input]], default);
        return new(
            IntegerCompiler.Compile(model.Program, model.Constants, [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))], new IntegerCompilerOptions()),
            [input]);
    }
}
