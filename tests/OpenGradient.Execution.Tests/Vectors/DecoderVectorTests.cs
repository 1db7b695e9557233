using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Models;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Vectors;

/// <summary>Whole decoders against the vectors beside the specification, which were computed without this code: from a GGUF file to logits and trace.</summary>
public sealed class DecoderVectorTests
{
    public static TheoryData<string> Models => [.. Vectors().Select(static vector => vector.GetProperty("model").GetString()!)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_OnTheVectors_GivesTheirLogitsAndTrace(string model)
    {
        (Executable executable, JsonElement vector) = Load(model);
        int[] tokens = Tokens(vector);

        RunResult result = executable.Run([Tensor.Create<int>(ElementType.Int32, [tokens.Length], tokens)], default);

        Assert.Equal(string.Concat(Logits(vector)), Convert.ToHexStringLower(result.Outputs[0].Bytes));
        Assert.Equal(vector.GetProperty("traceRoot").GetString(), result.TraceRoot.ToString());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Append_TokenByToken_GivesTheLogitsOfTheVectors(string model)
    {
        (Executable executable, JsonElement vector) = Load(model);
        CausalSession session = new(executable);

        string[] logits = [.. Tokens(vector).Select(token =>
            Convert.ToHexStringLower(MemoryMarshal.AsBytes(session.Append([token], default))))];

        Assert.Equal(Logits(vector), logits);
        Assert.Equal(vector.GetProperty("traceRoot").GetString(), session.TraceRoot.ToString());
    }

    private static (Executable Executable, JsonElement Vector) Load(string model)
    {
        string path = Repository.PathOf($"spec/exec-1/vectors/llm/{model}");
        JsonElement vector = Vectors().Single(vector => vector.GetProperty("model").GetString() == model);
        Assert.Equal(vector.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        using OpenedModel opened = ModelFile.Open(path);
        return (Executable.Load(opened.Program, opened.Constants), vector);
    }

    private static int[] Tokens(JsonElement vector) => [.. vector.GetProperty("tokens").EnumerateArray().Select(static token => token.GetInt32())];

    private static IEnumerable<string> Logits(JsonElement vector) => vector.GetProperty("logits").EnumerateArray().Select(static row => row.GetString()!);

    private static JsonElement[] Vectors()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/llm/decoders.json")));
        return [.. vectors.RootElement.EnumerateArray().Select(static vector => vector.Clone())];
    }
}
