using System.Text.Json;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Vectors;

/// <summary>From settings and logits to tokens and probabilities, against the vectors beside the specification.</summary>
public sealed class SamplingVectorTests
{
    [Fact]
    public void Choose_OnTheVectors_GivesTheirTokensAndProbabilities()
    {
        using JsonDocument vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/sampling.json")));

        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            Sampler sampler = Create(vector);
            List<int> tokens = [];
            List<string> told = [];
            foreach (JsonElement row in vector.GetProperty("logits").EnumerateArray())
            {
                tokens.Add(sampler.Choose([.. row.EnumerateArray().Select(static bits => BitConverter.UInt32BitsToSingle(bits.GetUInt32()))]));
                told.Add(Format(sampler.Logprobs!));
            }

            Assert.Equal((Name(vector), string.Join(' ', vector.GetProperty("tokens").EnumerateArray())), (Name(vector), string.Join(' ', tokens)));
            Assert.Equal(vector.GetProperty("logprobs").EnumerateArray().Select(static expected => expected.GetRawText()), told);
        }

        Assert.True(vectors.RootElement.GetArrayLength() >= 120);
    }

    private static Sampler Create(JsonElement vector)
    {
        JsonElement settings = vector.GetProperty("settings");
        string Setting(string name) => settings.GetProperty(name).GetString()!;
        SamplingParameters parameters = new(Setting("temperature"), Setting("topP"), Setting("topK"), "100", vector.GetProperty("seed").GetString()!)
        {
            MinP = Setting("minP"),
            PresencePenalty = Setting("presencePenalty"),
            FrequencyPenalty = Setting("frequencyPenalty"),
            RepetitionPenalty = Setting("repetitionPenalty"),
            LogitBias = Setting("bias"),
            TopLogprobs = "2",
        };
        byte[] seed = SamplingSeed.Derive(Bytes(vector, "clientNonce"), Bytes(vector, "providerPart"), parameters.Seed).ToArray();
        return new Sampler(parameters.Parse(), new Chacha8Rand(seed), [.. vector.GetProperty("prompt").EnumerateArray().Select(static token => token.GetInt32())], grammar: null);
    }

    private static byte[] Bytes(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);

    private static string Name(JsonElement vector) => vector.GetProperty("name").GetString()!;

    private static string Format(TokenLogprobs logprobs) =>
        $"{{\"chosen\":{Bits(logprobs.Chosen)},\"top\":[{string.Join(',', logprobs.Top.Select(static likely => $"[{likely.Token},{Bits(likely)}]"))}]}}";

    private static uint Bits(TokenLogprob logprob) => BitConverter.SingleToUInt32Bits(logprob.Logprob);
}
