using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution;
using OpenGradient.Models;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Matrix;

/// <summary>The whole decoders beside the specification, from their files to logits and trace roots.</summary>
internal static class DecoderVectors
{
    public static Subject Subject() => new("decoders", Hash(static (hash, vector) =>
    {
        foreach (JsonElement row in vector.GetProperty("logits").EnumerateArray())
            hash.AppendData(Convert.FromHexString(row.GetString()!));
        hash.AppendData(Encoding.ASCII.GetBytes(vector.GetProperty("traceRoot").GetString()!));
    }), static () => new Finding(Hash(Append)));

    private static string Hash(Action<IncrementalHash, JsonElement> append)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(PathOf("decoders.json")));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
            append(hash, vector);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, JsonElement vector)
    {
        using OpenedModel model = ModelFile.Open(PathOf(vector.GetProperty("model").GetString()!));
        int[] tokens = [.. vector.GetProperty("tokens").EnumerateArray().Select(static token => token.GetInt32())];
        RunResult result = Executable.Load(model.Program, model.Constants).Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default);
        hash.AppendData(result.Outputs[0].Bytes);
        hash.AppendData(Encoding.ASCII.GetBytes(result.TraceRoot.ToString()));
    }

    private static string PathOf(string file) => Repository.PathOf(Path.Combine("spec/exec-1/vectors/llm", file));
}
