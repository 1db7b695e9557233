using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>The trace root of a sample model on the first input of its golden file; the same with any number of threads.</summary>
internal static class ModelDigest
{
    public static Digest Compute(string name)
    {
        string folder = Repository.PathOf(Path.Combine("models", name));
        using OpenedModel model = ModelFile.Open(Path.Combine(folder, name + ".onnx"));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        JsonElement inputs = golden.RootElement.GetProperty("cases")[0].GetProperty("inputs");
        Tensor[] tensors = [.. inputs.EnumerateArray().Select(Read)];
        Digest[] roots =
        [
            .. ThreadCounts.Select(count => Executable.Load(model.Program, model.Constants, new ExecutionOptions { ThreadCount = count }).Run(tensors, default).TraceRoot),
        ];
        Assert.All(roots, root => Assert.Equal(roots[0], root));
        return roots[0];
    }

    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    private static Tensor Read(JsonElement tensor) => Tensor.Create<float>(
        ElementType.Float32,
        [.. tensor.GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetInt64())],
        [.. tensor.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())]);
}
