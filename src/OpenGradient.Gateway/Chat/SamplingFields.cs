using System.Globalization;
using System.Text;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>The settings by which tokens are chosen: read from requests, written to receipts, read back from them.</summary>
internal static class SamplingFields
{
    /// <summary>The parameters that <see cref="Add"/> reads.</summary>
    public static readonly string[] Names =
        ["temperature", "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty", "repetition_penalty", "logit_bias", "grammar"];

    /// <summary>Adds to a request what its body says of them.</summary>
    public static ChatRequest Add(ChatRequest request, JsonValue json, ReadOnlySpan<byte> body) => request with
    {
        Temperature = JsonMembers.OptionalNumber(json, "temperature"),
        TopP = JsonMembers.OptionalNumber(json, "top_p"),
        TopK = JsonMembers.OptionalNumber(json, "top_k"),
        MinP = JsonMembers.OptionalNumber(json, "min_p"),
        PresencePenalty = JsonMembers.OptionalNumber(json, "presence_penalty"),
        FrequencyPenalty = JsonMembers.OptionalNumber(json, "frequency_penalty"),
        RepetitionPenalty = JsonMembers.OptionalNumber(json, "repetition_penalty"),
        LogitBias = ReadBias(json, body),
        Constraint = ChatConstraint.Read(json, body),
    };

    /// <summary>How many likely tokens the chat API wants told with each token; null if it wants no probabilities.</summary>
    public static string? TopLogprobs(JsonValue json)
    {
        string? count = JsonMembers.OptionalNumber(json, "top_logprobs");
        if (JsonMembers.Flag(json, "logprobs", "logprobs"))
            return count ?? "0";
        return count is null ? null : throw JsonMembers.Invalid("top_logprobs", "It needs 'logprobs' to be true.");
    }

    /// <summary>The settings as a model takes them. Where the client sent none: greedy, because that is what anyone can repeat.</summary>
    public static SamplingParameters Read(ChatRequest request, int maxTokens) =>
        new(request.Temperature ?? "0", request.TopP ?? "1", request.TopK ?? "0", request.MaxTokens ?? maxTokens.ToString(CultureInfo.InvariantCulture), request.Seed ?? "")
        {
            MinP = request.MinP ?? "0",
            PresencePenalty = request.PresencePenalty ?? "0",
            FrequencyPenalty = request.FrequencyPenalty ?? "0",
            RepetitionPenalty = request.RepetitionPenalty ?? "1",
            LogitBias = request.LogitBias is null ? "" : Encoding.UTF8.GetString(request.LogitBias),
            TopLogprobs = request.TopLogprobs ?? "",
        };

    /// <summary>The settings as a receipt states them: those that were not sent and mean nothing are left out.</summary>
    public static SamplingStatement State(ChatRequest request, SamplingParameters sampling) =>
        new(sampling.MaxTokens, sampling.Seed, ChatLeaves.StopDigest(request.Stop), sampling.Temperature, sampling.TopK, sampling.TopP)
        {
            MinP = request.MinP,
            PresencePenalty = request.PresencePenalty,
            FrequencyPenalty = request.FrequencyPenalty,
            RepetitionPenalty = request.RepetitionPenalty,
            Logprobs = request.TopLogprobs,
        };

    /// <summary>The request with the settings that a receipt states.</summary>
    public static ChatRequest Restore(ChatRequest request, SamplingStatement stated) => request with
    {
        Temperature = stated.Temperature,
        TopP = stated.TopP,
        TopK = stated.TopK,
        MaxTokens = stated.MaxTokens,
        Seed = stated.Seed,
        MinP = stated.MinP,
        PresencePenalty = stated.PresencePenalty,
        FrequencyPenalty = stated.FrequencyPenalty,
        RepetitionPenalty = stated.RepetitionPenalty,
        TopLogprobs = stated.Logprobs,
    };

    private static byte[]? ReadBias(JsonValue json, ReadOnlySpan<byte> body) =>
        JsonMembers.Optional(json, "logit_bias") is { } bias && !JsonMembers.Object(bias, "logit_bias").Members.IsEmpty ? RawJson.FindMember(body, "logit_bias") : null;
}
