using System.Globalization;
using OpenGradient.Execution;
using OpenGradient.Models.Quantization;
using OpenGradient.Models.Tests.Onnx;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Quantization;

/// <summary>What the compiler knows, on small random networks: how far from float, the same with steps joined and one by one, no overflow whatever comes in.</summary>
public sealed class IntegerCoverageTests(ITestOutputHelper output)
{
    public static TheoryData<string, double> Networks => new()
    {
        { "matmul", 0.002 },
        { "layernorm", 0.001 },
        { "rmsnorm", 0.001 },
        { "batchnorm", 0.001 },
        { "attention", 0.02 },
        { "encoder", 0.03 },
        { "embedding", 0.001 },
        { "where", 0.001 },
        { "averagepool", 0.001 },
        { "averagepool-all", 0.001 },
        { "globalpool", 0.001 },
        { "reducemax", 0.001 },
        { "residual", 0.03 },
        { "gelu", 0.02 },
        { "pow", 0.002 },
        { "mask", 0.005 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Compile_SmallNetwork_StaysCloseToFloat(string name, double tolerance)
    {
        using OpenedModel model = Open(name);
        List<Tensor[]> samples = [.. Enumerable.Range(0, 8).Select(seed => Inputs(model.Program, seed, 1f))];
        IntegerModel compiled = Compile(model, samples);
        var floats = Executable.Load(model.Program, model.Constants);
        var integers = Executable.Load(compiled.Program, compiled.Constants);
        double largest = 0, error = 0;
        foreach (Tensor[] inputs in samples)
        {
            float[] expected = floats.Run(inputs, default).Outputs[0].As<float>().ToArray();
            float[] actual = integers.Run(inputs, default).Outputs[0].As<float>().ToArray();
            largest = Math.Max(largest, expected.Max(Math.Abs));
            error = Math.Max(error, expected.Zip(actual, static (x, y) => Math.Abs(x - y)).Max());
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: largest error {error / largest:P3} of range"));
        Assert.Equal(Program.IntegerProfile, compiled.Program.Profile);
        Assert.InRange(error, 0, tolerance * largest);
    }

    /// <summary>A run that records everything carries out the steps one by one; inputs a million times too large end in numbers all the same.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Networks))]
    public void Run_AnyInput_IsTheSameJoinedAndOneByOne(string name, double tolerance)
    {
        using OpenedModel model = Open(name);
        Assert.True(tolerance > 0);
        IntegerModel compiled = Compile(model, [Inputs(model.Program, 0, 1f), Inputs(model.Program, 1, 1f)]);
        var executable = Executable.Load(compiled.Program, compiled.Constants);
        foreach (float size in (float[])[0f, 1f, 5f, 1e6f, float.MaxValue, float.NaN])
        {
            Tensor[] inputs = Inputs(model.Program, 7, size);

            RunResult joined = executable.Run(inputs, default);
            RunResult apart = executable.Run(inputs, TraceLevel.Full, default);

            Assert.Equal(apart.TraceRoot, joined.TraceRoot);
            Assert.Equal(apart.Outputs[0].Bytes, joined.Outputs[0].Bytes);
            Assert.All(joined.Outputs[0].As<float>().ToArray(), static number => Assert.True(float.IsFinite(number)));
        }
    }

    /// <summary>Once its shapes are known, a run allocates nothing, and makes the same on any number of threads.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("attention", 1)]
    [InlineData("attention", 2)]
    [InlineData("residual", 1)]
    [InlineData("residual", 2)]
    [InlineData("layernorm", 1)]
    [InlineData("mask", 1)]
    public void Run_AnyNumberOfThreads_AllocatesNothingAndMakesTheSame(string name, int threadCount)
    {
        using OpenedModel model = Open(name);
        Tensor[] inputs = Inputs(model.Program, 0, 1f);
        IntegerModel compiled = Compile(model, [inputs]);
        RunResult expected = Executable.Load(compiled.Program, compiled.Constants, new ExecutionOptions { ThreadCount = 1 }).Run(inputs, default);
        var executable = Executable.Load(compiled.Program, compiled.Constants, new ExecutionOptions { ThreadCount = threadCount });
        var outputs = new Tensor?[1];
        for (int warming = 0; warming < 3; warming++)
            executable.Run(inputs, outputs, default);

        Allocation.AssertAtMost(0, () => executable.Run(inputs, outputs, default));
        Assert.Equal(expected.Outputs[0].Bytes, outputs[0]!.Bytes);
    }

    private static OpenedModel Open(string name)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, name + ".onnx");
        File.WriteAllBytes(path, SmallNetworks.Create(name));
        return ModelFile.Open(path);
    }

    /// <summary>Real numbers up to <paramref name="size"/>; whole numbers 0 and 1 of a mask, up to 49 of tokens.</summary>
    private static Tensor[] Inputs(Program program, int seed, float size)
    {
        var random = new Random(seed);
        return [.. program.Inputs.Select(input =>
        {
            long[] shape = [.. input.Shape.Select(static text => long.Parse(text, CultureInfo.InvariantCulture))];
            int count = (int)shape.Aggregate(1L, static (product, length) => product * length);
            return input.Type == ElementType.Int64
                ? Tensor.Create<long>(input.Type, [.. shape], [.. Enumerable.Range(0, count).Select(i => i == 0 ? 1 : random.NextInt64(input.Name == "m" ? 2 : 50))])
                : Tensor.Create<float>(input.Type, [.. shape], [.. Enumerable.Range(0, count).Select(_ => size * ((2 * random.NextSingle()) - 1))]);
        })];
    }

    private static IntegerModel Compile(OpenedModel model, List<Tensor[]> inputs)
    {
        var observed = ValueObserver.Observe(model.Program, model.Constants, inputs, default);
        ValueRange?[] ranges = [.. observed.Select(static value => value is null ? null : new ValueRange(value.Low, value.High, value.Shape))];
        return IntegerCompiler.Compile(model.Program, model.Constants, ranges, new IntegerCompilerOptions());
    }
}
