using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway;

/// <summary>Compares what a client sent with what a receipt states and a bundle discloses.</summary>
/// <remarks>
/// A receipt proves how a node answered what the receipt states. That this is what the client asked, only the client can tell.
/// Does not establish that the receipt is signed, or that disclosures belong to it: that is the verifier's.
/// </remarks>
public static class RequestComparison
{
    private const int TokensPerLeaf = 32;

    /// <summary>What differs, or cannot be compared, a sentence each; none if the receipt is about the request.</summary>
    /// <param name="body">The body of a request for chat or text completions, a response or a message.</param>
    /// <param name="receipt">The receipt of an answer of a language model.</param>
    /// <param name="disclosures">What the bundle discloses.</param>
    /// <exception cref="InvalidInputException">The body is none of these, or the receipt is of another kind of inference.</exception>
    public static ImmutableArray<string> Run(ReadOnlySpan<byte> body, ReceiptContent receipt, ImmutableArray<Disclosure> disclosures)
    {
        if (receipt.Sampling is not { } stated)
            throw new InvalidInputException(InvalidInputKind.Unsupported, "receipt", "It is not of an answer of a language model, which alone can be compared with a request.");
        ChatRequest request = Read(body);
        return [.. CompareSettings(request, receipt, stated), .. CompareParts(request, receipt, disclosures)];
    }

    private static ChatRequest Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = RequestFields.Body(body);
        if (JsonMembers.Optional(json, "prompt") is not null)
            return CompletionRequestReader.Read(body).Request;
        if (JsonMembers.Optional(json, "input") is not null)
            return ResponseRequestReader.Read(body).Request;
        return JsonMembers.Optional(json, "system") is not null || JsonMembers.Optional(json, "stop_sequences") is not null
            ? MessagesRequestReader.Read(body)
            : ReadMessages(body);
    }

    /// <summary>Two APIs have messages, and differ in the rest.</summary>
    private static ChatRequest ReadMessages(ReadOnlySpan<byte> body)
    {
        try
        {
            return ChatRequestReader.Read(body);
        }
        catch (InvalidInputException)
        {
            return MessagesRequestReader.Read(body);
        }
    }

    private static IEnumerable<string> CompareSettings(ChatRequest request, ReceiptContent receipt, SamplingStatement stated)
    {
        SamplingStatement sent = SamplingFields.State(request, SamplingFields.Read(request, maxTokens: 0));
        (string Name, string? Sent, string? Stated)[] settings =
        [
            ("model", request.Model == receipt.Model.Id.ToString() ? receipt.Model.Name : request.Model, receipt.Model.Name),
            ("nonce", request.Receipt.Nonce.Length == 0 ? receipt.Nonce.Client : request.Receipt.Nonce, receipt.Nonce.Client),
            ("temperature", sent.Temperature, stated.Temperature),
            ("topP", sent.TopP, stated.TopP),
            ("topK", sent.TopK, stated.TopK),
            ("maxTokens", request.MaxTokens ?? stated.MaxTokens, stated.MaxTokens), // else it is the model's own
            ("seed", sent.Seed, stated.Seed),
            ("stop", sent.Stop.ToString(), stated.Stop.ToString()),
            ("minP", sent.MinP, stated.MinP),
            ("presencePenalty", sent.PresencePenalty, stated.PresencePenalty),
            ("frequencyPenalty", sent.FrequencyPenalty, stated.FrequencyPenalty),
            ("repetitionPenalty", sent.RepetitionPenalty, stated.RepetitionPenalty),
            ("logprobs", sent.Logprobs, stated.Logprobs),
        ];
        return settings.Where(static setting => setting.Sent != setting.Stated)
            .Select(static setting => $"{setting.Name}: the request says {setting.Sent ?? "nothing"}, the receipt {setting.Stated ?? "nothing"}.");
    }

    private static IEnumerable<string> CompareParts(ChatRequest request, ReceiptContent receipt, ImmutableArray<Disclosure> disclosures)
    {
        ImmutableArray<CommitmentLeaf> sent = ChatLeaves.Input(request, request.RawPrompt?.Tokens ?? []);
        long tokenLeaves = (receipt.Usage.InputTokens + TokensPerLeaf - 1) / TokensPerLeaf;
        int partCount = sent.Count(static leaf => leaf.Kind != LeafKind.Tokens);
        if (receipt.Input.Leaves - tokenLeaves != partCount)
            yield return $"input: the request has {partCount} parts, the receipt {receipt.Input.Leaves - tokenLeaves}.";
        for (int index = 0; index < sent.Length; index++)
        {
            string part = $"{sent[index].Kind} {sent[index].Label}".TrimEnd();
            if (disclosures.FirstOrDefault(disclosure => disclosure.Side == CommitmentSide.Input && disclosure.Index == index)?.Leaf is not { } shown)
                yield return $"{part}: the bundle does not disclose it.";
            else if (shown.Kind != sent[index].Kind || shown.Label != sent[index].Label || !shown.Content.Span.SequenceEqual(sent[index].Content.Span))
                yield return $"{part}: the disclosed part is not what the request says.";
        }
    }
}
