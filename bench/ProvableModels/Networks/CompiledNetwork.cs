using System.Collections.Immutable;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.ProvableModels.Networks;

/// <summary>An example network, read from its file and compiled to integers for inputs of one size.</summary>
internal sealed class CompiledNetwork : IDisposable
{
    private readonly OpenedModel _model;
    private readonly ImmutableArray<ImmutableArray<Tensor>> _samples;

    private CompiledNetwork(OpenedModel model, ImmutableArray<ImmutableArray<Tensor>> samples)
    {
        (_model, _samples) = (model, samples);
        Integers = IntegerCompiler.Compile(IntegerCompiler.AsItIs(model), [.. samples.Select(static sample => (IReadOnlyList<Tensor>)sample)], new IntegerCompilerOptions { WeightBits = 16 }, default);
    }

    /// <summary>The model of the integer profile.</summary>
    public IntegerModel Integers { get; }

    /// <summary>The first sample.</summary>
    public ImmutableArray<Tensor> Inputs => Integers.Accept(_samples[0]);

    /// <summary>How many numbers of its file are weights.</summary>
    public long ParameterCount => _model.Program.Constants.Where(static constant => constant.Encoding is "f32" or "f64").Sum(static constant => Tensor.CountElements(constant.Shape));

    /// <exception cref="Primitives.InvalidInputException">A step has no integer form.</exception>
    public static CompiledNetwork Of(ExampleNetwork network)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        File.WriteAllBytes(path, network.ToOnnx());
        try
        {
            var model = ModelFile.Open(path);
            return new CompiledNetwork(model, [.. Enumerable.Range(0, network.IsLarge ? 2 : 8).Select(seed => network.Inputs(model.Program, seed))]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>How far the integer model is from the float model over all samples, in units of the largest number that the float model gives at that output.</summary>
    public double MeasureError()
    {
        var floats = Executable.Load(_model.Program, _model.Constants);
        var integers = Executable.Load(Integers.Program, Integers.Constants);
        ImmutableArray<Tensor>[] expected = [.. _samples.Select(sample => floats.Run(sample, default).Outputs)];
        ImmutableArray<Tensor>[] actual = [.. _samples.Select(sample => integers.Run(Integers.Accept(sample), default).Outputs)];
        return Enumerable.Range(0, expected[0].Length).Max(output => Error([.. expected.Select(run => run[output])], [.. actual.Select(run => run[output])]));
    }

    public void Dispose() => _model.Dispose();

    private static double Error(Tensor[] expected, Tensor[] actual)
    {
        if (expected.Zip(actual).Any(static pair => !pair.First.Shape.SequenceEqual(pair.Second.Shape)))
            return double.PositiveInfinity;
        double[] x = [.. expected.SelectMany(ElementNumbers.Of)];
        double[] y = [.. actual.SelectMany(ElementNumbers.Of)];
        return ElementNumbers.Distance(x, y);
    }
}
