using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.Isa;

/// <summary>The trace root of one run of a sample model on the first input of its golden file.</summary>
internal static class ModelDigest
{
    public static Digest Compute(string name)
    {
        string folder = Repository.PathOf(Path.Combine("models", name));
        using OpenedModel model = ModelFile.Open(Path.Combine(folder, name + ".onnx"));
        var executable = Executable.Load(model.Program, model.Constants);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        JsonElement inputs = golden.RootElement.GetProperty("cases")[0].GetProperty("inputs");
        return executable.Run([.. inputs.EnumerateArray().Select(Read)], default).TraceRoot;
    }

    private static Tensor Read(JsonElement tensor) => Tensor.Create<float>(
        ElementType.Float32,
        [.. tensor.GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetInt64())],
        [.. tensor.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())]);
}
