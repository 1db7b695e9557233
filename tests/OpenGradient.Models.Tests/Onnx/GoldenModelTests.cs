using OpenGradient.Execution;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The sample models against the outputs that an independent evaluator gave when they were exported.</summary>
public sealed class GoldenModelTests
{
    [Theory]
    [InlineData("digits")]
    [InlineData("price-risk")]
    public void Run_OnGoldenInputs_GivesGoldenOutputs(string name)
    {
        string path = GoldenFile.ModelPath(name);
        using OpenedModel model = ModelFile.Open(path);
        var executable = Executable.Load(model.Program, model.Constants);
        (double relative, double absolute, List<(Tensor[] Inputs, Tensor[] Outputs)> cases) = GoldenFile.Read(path);

        foreach ((Tensor[] inputs, Tensor[] outputs) in cases)
        {
            RunResult result = executable.Run(inputs, default);
            Assert.Equal(outputs.Length, result.Outputs.Length);
            for (int i = 0; i < outputs.Length; i++)
                AssertClose(outputs[i], result.Outputs[i], relative, absolute);
        }

        Assert.NotEmpty(cases);
        Assert.Equal("onnx", model.Format);
        Assert.Equal([Path.GetFileName(path)], model.Files);
    }

    [Fact]
    public void Run_FromManyThreads_GivesOneTraceRoot()
    {
        string path = GoldenFile.ModelPath("digits");
        using OpenedModel model = ModelFile.Open(path);
        var executable = Executable.Load(model.Program, model.Constants);
        Tensor[] inputs = GoldenFile.Read(path).Cases[0].Inputs;
        Digest expected = executable.Run(inputs, default).TraceRoot;

        Digest[] roots = [.. Enumerable.Range(0, 40).AsParallel().WithDegreeOfParallelism(4).Select(_ => executable.Run(inputs, default).TraceRoot)];

        Assert.All(roots, root => Assert.Equal(expected, root));
    }

    [Fact]
    public void Run_OfABatch_GivesTheBitsOfSingleRuns()
    {
        string path = GoldenFile.ModelPath("price-risk");
        using OpenedModel model = ModelFile.Open(path);
        var executable = Executable.Load(model.Program, model.Constants);
        Tensor[] singles = [.. GoldenFile.Read(path).Cases.Select(static item => item.Inputs[0])];
        var batch = new Tensor(ElementType.Float32, [singles.Length, .. singles[0].Shape.Skip(1)], [.. singles.SelectMany(static tensor => tensor.Bytes)]);

        byte[] together = executable.Run([batch], default).Outputs[0].Bytes;
        byte[] apart = [.. singles.SelectMany(tensor => executable.Run([tensor], default).Outputs[0].Bytes)];

        Assert.Equal(apart, together);
    }

    [Fact]
    public void Open_Twice_GivesOneProgramIdThatSurvivesItsBytes()
    {
        string path = GoldenFile.ModelPath("digits");
        using OpenedModel first = ModelFile.Open(path);
        using OpenedModel second = ModelFile.Open(path);

        Assert.Equal(first.Program.Id, second.Program.Id);
        Assert.True(ProgramFormat.TryRead(first.Program.ToBytes(), out Program? read));
        Assert.Equal(first.Program.Id, read.Id);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double relative, double absolute)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float largest = 0;
        foreach (float number in expected.As<float>())
            largest = Math.Max(largest, Math.Abs(number));
        for (int i = 0; i < expected.ElementCount; i++)
            Assert.Equal(expected.As<float>()[i], actual.As<float>()[i], (relative * largest) + absolute);
    }
}
