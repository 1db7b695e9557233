using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Models.Quantization;
using OpenGradient.Programs;

namespace OpenGradient.Benchmarks.IntegerSpeed;

/// <summary>A model and its integer form, calibrated on a few inputs.</summary>
internal sealed class ModelPair : IDisposable
{
    private readonly OpenedModel _model;
    private readonly IntegerModel _compiled;
    private readonly ImmutableArray<Tensor>[] _inputs;

    private ModelPair(OpenedModel model, ImmutableArray<Tensor>[] inputs)
    {
        _model = model;
        _inputs = inputs;
        var observed = ValueObserver.Observe(_model.Program, _model.Constants, _inputs.Select(static inputs => (IReadOnlyList<Tensor>)inputs), default);
        ValueRange?[] ranges = [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))];
        _compiled = IntegerCompiler.Compile(_model.Program, _model.Constants, ranges, new IntegerCompilerOptions());
        Compare();
    }

    /// <summary>A sample model on the inputs that lie beside it.</summary>
    public static ModelPair OfSample(string name)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText($"models/{name}/golden.json"));
        return new(ModelFile.Open($"models/{name}/{name}.onnx"), [.. golden.RootElement.GetProperty("cases").EnumerateArray().Select(static item => item.GetProperty("inputs")).Select(Inputs)]);
    }

    /// <summary>A network of random weights on random inputs.</summary>
    public static ModelPair OfNetwork(byte[] onnx)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".onnx");
        File.WriteAllBytes(path, onnx);
        var model = ModelFile.Open(path);
        File.Delete(path);
        return new(model, [.. Enumerable.Range(0, 4).Select(seed => model.Program.Inputs.Select(input => Input(input, seed)).ToImmutableArray())]);
    }

    /// <summary>The largest difference of outputs, as a share of the largest output.</summary>
    public double LargestError { get; private set; }

    /// <summary>Power of the outputs over that of the differences, in decibels.</summary>
    public double SignalToNoise { get; private set; }

    /// <summary>Medians of many rounds, in milliseconds; the two take turns.</summary>
    public (double Floats, double Integers) Time(int threads)
    {
        var options = new ExecutionOptions { ThreadCount = threads };
        var floats = Executable.Load(_model.Program, _model.Constants, options);
        var integers = Executable.Load(_compiled.Program, _compiled.Constants, options);
        var once = Stopwatch.StartNew();
        for (int i = 0; i < WarmUps; i++)
            Run(floats, integers);
        int repeats = (int)Math.Clamp(RoundMilliseconds * WarmUps / once.Elapsed.TotalMilliseconds, 1, 1000);
        var times = new List<(double Floats, double Integers)>();
        for (long start = Stopwatch.GetTimestamp(); times.Count < 5 || Stopwatch.GetElapsedTime(start).TotalSeconds < 3;)
            times.Add((Time(floats, repeats), Time(integers, repeats)));
        return (Median(times.Select(static pair => pair.Floats)), Median(times.Select(static pair => pair.Integers)));
    }

    public void Dispose() => _model.Dispose();

    private void Run(Executable floats, Executable integers)
    {
        floats.Run(_inputs[0], default);
        integers.Run(_inputs[0], default);
    }

    private double Time(Executable executable, int repeats)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repeats; i++)
            executable.Run(_inputs[0], default);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / repeats;
    }

    private void Compare()
    {
        var floats = Executable.Load(_model.Program, _model.Constants);
        var integers = Executable.Load(_compiled.Program, _compiled.Constants);
        double largest = 0, signal = 0, noise = 0;
        foreach (ImmutableArray<Tensor> inputs in _inputs)
        {
            ReadOnlySpan<float> expected = floats.Run(inputs, default).Outputs[0].As<float>();
            ReadOnlySpan<float> actual = integers.Run(inputs, default).Outputs[0].As<float>();
            for (int i = 0; i < expected.Length; i++)
            {
                double difference = Math.Abs((double)expected[i] - actual[i]);
                largest = Math.Max(largest, Math.Abs(expected[i]));
                LargestError = Math.Max(LargestError, difference);
                signal += (double)expected[i] * expected[i];
                noise += difference * difference;
            }
        }

        LargestError /= largest;
        SignalToNoise = 10 * Math.Log10(signal / noise);
    }

    private static ImmutableArray<Tensor> Inputs(JsonElement inputs) => [.. inputs.EnumerateArray().Select(static input => Tensor.Create<float>(
        ElementType.Float32,
        [.. input.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())],
        [.. input.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())]))];

    /// <summary>Numbers around 1, or tokens; a named size is 1.</summary>
    private static Tensor Input(ProgramInput input, int seed)
    {
        long[] shape = [.. input.Shape.Select(static text => long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? number : 1)];
        int count = (int)shape.Aggregate(1L, static (product, size) => product * size);
        var random = new Random(seed);
        return input.Type == ElementType.Int64
            ? Tensor.Create<long>(input.Type, [.. shape], [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1000))])
            : Tensor.Create<float>(input.Type, [.. shape], [.. Enumerable.Range(0, count).Select(_ => 0.5f + random.NextSingle())]);
    }

    private static double Median(IEnumerable<double> times) => times.Order().ElementAt(times.Count() / 2);

    private const int WarmUps = 5;
    private const double RoundMilliseconds = 20;
}
