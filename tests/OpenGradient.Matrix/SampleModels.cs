using System.Text.Json;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>The sample models on the first case of their golden files.</summary>
internal static class SampleModels
{
    public static Finding Run(string name)
    {
        string folder = Repository.PathOf(Path.Combine("models", name));
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        JsonElement first = golden.RootElement.GetProperty("cases")[0];
        return first.TryGetProperty("prompt_ids", out JsonElement tokens)
            ? OnThreads.Run(Path.Combine(folder, name + ".gguf"), Tokens(tokens))
            : OnThreads.Run(Path.Combine(folder, name + ".onnx"), Floats(first.GetProperty("inputs")[0], 1), Floats(first.GetProperty("inputs")[0], 8));
    }

    private static Tensor Tokens(JsonElement tokens) =>
        Tensor.Create<int>(ElementType.Int32, [tokens.GetArrayLength()], [.. tokens.EnumerateArray().Select(static token => token.GetInt32())]);

    private static Tensor Floats(JsonElement tensor, int batch)
    {
        float[] alone = [.. tensor.GetProperty("data").EnumerateArray().Select(static number => number.GetSingle())];
        long[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(static dimension => dimension.GetInt64())];
        return Tensor.Create<float>(ElementType.Float32, [batch, .. shape[1..]], [.. Enumerable.Repeat(alone, batch).SelectMany(static numbers => numbers)]);
    }
}
