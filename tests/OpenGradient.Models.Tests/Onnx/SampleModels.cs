using System.Text.Json;
using OpenGradient.Programs;

namespace OpenGradient.Models.Tests.Onnx;

/// <summary>The ONNX models of the repository and their golden inputs and outputs.</summary>
internal static class SampleModels
{
    /// <summary>The path of models/NAME/NAME.onnx; skips the test, loudly, where it is absent.</summary>
    public static string Require(string name)
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            string path = Path.Combine(directory.FullName, "models", name, name + ".onnx");
            if (File.Exists(Path.Combine(directory.FullName, "OpenGradient.slnx")) && File.Exists(path))
                return path;
        }

        Assert.Skip($"models/{name}/{name}.onnx is not in this checkout");
        return "";
    }

    /// <summary>The cases of golden.json beside the model.</summary>
    public static (double Relative, double Absolute, List<(Tensor[] Inputs, Tensor[] Outputs)> Cases) Golden(string modelPath)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(Path.GetDirectoryName(modelPath)!, "golden.json")));
        var cases = new List<(Tensor[], Tensor[])>();
        foreach (JsonElement item in golden.RootElement.GetProperty("cases").EnumerateArray())
            cases.Add((Read(item.GetProperty("inputs")), Read(item.GetProperty("outputs"))));
        return (Tolerance(golden, "relative_tolerance"), Tolerance(golden, "absolute_tolerance"), cases);
    }

    private static double Tolerance(JsonDocument golden, string name) =>
        golden.RootElement.TryGetProperty(name, out JsonElement tolerance) ? tolerance.GetDouble() : 0;

    private static Tensor[] Read(JsonElement tensors) => [.. tensors.EnumerateArray().Select(static tensor => Tensor.Create<float>(
        ElementType.Float32,
        [.. tensor.GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetInt64())],
        [.. tensor.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())]))];
}
