using OpenGradient.Primitives;
using static OpenGradient.Gateway.RequestFields;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a text completion request (OpenAI API).</summary>
/// <remarks>As in <see cref="ChatRequestReader"/>, a parameter is honoured, refused by name, or cannot change the answer.</remarks>
internal static class CompletionRequestReader
{
    private const string DefaultMaxTokens = "16"; // as the API documents it

    private static readonly string[] Known =
    [
        .. SamplingFields.Names, "model", "prompt", "max_tokens", "seed", "stop", "n", "echo", "stream", "stream_options", "receipt",
        "best_of", "logprobs", "suffix",
        "user",
    ];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static CompletionJson Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Known);
        RequireOff(json);
        JsonValue? streamOptions = StreamOptions(json, "include_usage", "include_receipt", "include_obfuscation");
        ReceiptWish receipt = Receipt(json, body);
        ChatRequest request = new()
        {
            Model = Model(json),
            RawPrompt = ReadPrompts(JsonMembers.Required(json, "prompt", "prompt")),
            Stop = Stop(json, "stop"),
            MaxTokens = JsonMembers.OptionalNumber(json, "max_tokens") ?? DefaultMaxTokens,
            TopLogprobs = JsonMembers.OptionalNumber(json, "logprobs"),
            Seed = Seed(json),
            ChoiceCount = ChoiceCount(json),
            IsStream = JsonMembers.Flag(json, "stream", "stream"),
            IncludesUsage = StreamOption(streamOptions, "include_usage"),
            Receipt = receipt with { IsIncluded = receipt.IsIncluded || StreamOption(streamOptions, "include_receipt") },
        };
        return new CompletionJson(SamplingFields.Add(request, json, body), JsonMembers.Flag(json, "echo", "echo"));
    }

    private static RawPrompt ReadPrompts(JsonValue prompt) => prompt switch
    {
        { Kind: JsonKind.Array, Items: [{ Kind: JsonKind.String or JsonKind.Array } only] } => RawPrompt.Read(only, "prompt[0]"),
        { Kind: JsonKind.Array, Items: [{ Kind: JsonKind.String or JsonKind.Array }, ..] } =>
            throw JsonMembers.Unsupported("prompt", "A request has one prompt here: send one request for each."),
        _ => RawPrompt.Read(prompt, "prompt"),
    };

    private static void RequireOff(JsonValue json)
    {
        RequireNumber(json, "best_of", ChoiceCount(json), "This server gives every answer that it makes: leave it out, or set it to 'n'.");
        if (JsonMembers.Optional(json, "logprobs") is not null && JsonMembers.Flag(json, "echo", "echo"))
            throw JsonMembers.Unsupported("logprobs", "This server tells the probabilities of tokens that it made, not of those of an echo.");
        Require(json, "suffix", static value => value is { Kind: JsonKind.String, Text: "" }, "This server does not fill in before a suffix: it continues the prompt only.");
    }
}
