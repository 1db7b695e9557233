using System.Text.Json;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The ONNX models of the repository and their golden inputs and outputs.</summary>
internal static class GoldenFile
{
    /// <summary>The path of models/NAME/NAME.onnx.</summary>
    public static string ModelPath(string name) => Repository.PathOf($"models/{name}/{name}.onnx");

    /// <summary>The cases of golden.json beside the model.</summary>
    public static (double Relative, double Absolute, List<(Tensor[] Inputs, Tensor[] Outputs)> Cases) Read(string modelPath)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(modelPath)!, "golden.json")));
        var cases = new List<(Tensor[], Tensor[])>();
        foreach (JsonElement item in golden.RootElement.GetProperty("cases").EnumerateArray())
            cases.Add((Tensors(item.GetProperty("inputs")), Tensors(item.GetProperty("outputs"))));
        return (Tolerance(golden, "relative_tolerance"), Tolerance(golden, "absolute_tolerance"), cases);
    }

    private static double Tolerance(JsonDocument golden, string name) =>
        golden.RootElement.TryGetProperty(name, out JsonElement tolerance) ? tolerance.GetDouble() : 0;

    private static Tensor[] Tensors(JsonElement tensors) => [.. tensors.EnumerateArray().Select(static tensor => Tensor.Create<float>(
        ElementType.Float32,
        [.. tensor.GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetInt64())],
        [.. tensor.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())]))];
}
