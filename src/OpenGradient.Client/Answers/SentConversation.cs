using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>Compares a request for chat or text completions with the receipt of its answer: model, settings, and every part of the input but the tokens.</summary>
/// <remarks>
/// Compares JSON with JSON, member by member as texts: what the node reads into a request in another way than receipt-1 section 3 says is a difference, never passed over.
/// Does not establish that the receipt is signed, or that disclosures belong to it: that is the verifier's. Nor that the tokens are those of the text: re-execution does.
/// </remarks>
public static class SentConversation
{
    /// <summary>Settings that a receipt states as the client sent them, with what holds where it sent nothing.</summary>
    private static readonly (string Name, string? Otherwise, Func<SamplingStatement, string?> Stated)[] Settings =
    [
        ("temperature", "0", static stated => stated.Temperature),
        ("top_p", "1", static stated => stated.TopP),
        ("top_k", "0", static stated => stated.TopK),
        ("seed", "", static stated => stated.Seed),
        ("min_p", null, static stated => stated.MinP),
        ("presence_penalty", null, static stated => stated.PresencePenalty),
        ("frequency_penalty", null, static stated => stated.FrequencyPenalty),
        ("repetition_penalty", null, static stated => stated.RepetitionPenalty),
    ];

    /// <inheritdoc cref="RequestComparer"/>
    public static ImmutableArray<string> Compare(ReadOnlySpan<byte> body, ReceiptContent receipt, ImmutableArray<Disclosure> opened)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        if (!JsonReader.TryRead(body, out JsonValue? request))
            return ["The request is not I-JSON."];
        return receipt.Sampling is { } stated
            ? [.. CompareSettings(request, receipt, stated), .. CompareParts(SentParts.Of(request), receipt, opened)]
            : ["It is not of an answer of a language model."];
    }

    private static IEnumerable<string> CompareSettings(JsonValue request, ReceiptContent receipt, SamplingStatement stated)
    {
        if (!IsModel(TextOf(request, "model"), receipt.Model))
            yield return "model: the request names another than the receipt.";
        string? limit = TextOf(request, "max_completion_tokens") ?? TextOf(request, "max_tokens");
        if (limit is not null && limit != stated.MaxTokens) // else it is the model's own
            yield return $"max_tokens: the request says {limit}, the receipt {stated.MaxTokens}.";
        if (SentLogprobs(request) != stated.Logprobs)
            yield return "logprobs: the request asks for others than the receipt states.";
        foreach ((string name, string? otherwise, Func<SamplingStatement, string?> read) in Settings)
        {
            string? sent = TextOf(request, name) ?? otherwise;
            if (sent != read(stated))
                yield return $"{name}: the request says {sent ?? "nothing"}, the receipt {read(stated) ?? "nothing"}.";
        }
    }

    /// <summary>Whether a name, or the text of a ModelId, is that of the receipt's model.</summary>
    internal static bool IsModel(string? name, ModelStatement model) => name == model.Name || name == model.Id.ToString();

    /// <summary>How many likely tokens are told with each token: the two APIs say it in two ways.</summary>
    private static string? SentLogprobs(JsonValue request) => request.TryGet("logprobs", out JsonValue? logprobs) && logprobs.Kind is JsonKind.True or JsonKind.Number
        ? logprobs.Kind == JsonKind.Number ? logprobs.Text : TextOf(request, "top_logprobs") ?? "0"
        : null;

    /// <summary>What differs between the parts that were sent and the disclosed input; tokens are left out, unless they are what was sent.</summary>
    internal static IEnumerable<string> CompareParts(ImmutableArray<CommitmentLeaf> sent, ReceiptContent receipt, ImmutableArray<Disclosure> opened)
    {
        Disclosure[] shown = [.. opened.Where(static disclosure => disclosure.Side == CommitmentSide.Input).DistinctBy(static disclosure => disclosure.Index)];
        if (shown.Length != receipt.Input.Leaves)
            return ["input: the bundle does not disclose all of it."];
        bool areTokensSent = sent.Any(static leaf => leaf.Kind == LeafKind.Tokens);
        CommitmentLeaf[] parts = [.. shown.Select(static disclosure => disclosure.Leaf).Where(leaf => areTokensSent || leaf.Kind != LeafKind.Tokens)];
        return parts.Length != sent.Length
            ? [$"input: the request has {sent.Length} parts, the receipt {parts.Length}."]
            : sent.Where(part => !parts.Any(other => IsSame(part, other))).Select(static part => $"{$"{part.Kind} {part.Label}".TrimEnd()}: the disclosed part is not what the request says.");
    }

    /// <summary>Whether two leaves say the same; JSON, which some kinds hold as the client wrote it, is compared in its canonical form.</summary>
    private static bool IsSame(CommitmentLeaf sent, CommitmentLeaf shown) =>
        sent.Kind == shown.Kind && sent.Label == shown.Label
        && (sent.Content.Span.SequenceEqual(shown.Content.Span)
            || (sent.Kind is not (LeafKind.Prompt or LeafKind.Tensor) && JsonReader.TryRead(shown.Content.Span, out JsonValue? json) && CanonicalJson.Serialize(json).AsSpan().SequenceEqual(sent.Content.Span)));

    /// <summary>The text of a member that is a string or a number; null if there is none.</summary>
    private static string? TextOf(JsonValue request, string name) =>
        request.TryGet(name, out JsonValue? value) && value.Kind is JsonKind.String or JsonKind.Number ? value.Text : null;
}
