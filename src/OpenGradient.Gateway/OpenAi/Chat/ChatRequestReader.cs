using System.Collections.Immutable;
using OpenGradient.Primitives;
using static OpenGradient.Gateway.RequestFields;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a chat completion request (OpenAI API).</summary>
/// <remarks>
/// A parameter that this server does not have is refused if it could change the answer, by name; those that cannot
/// (<c>user</c>, <c>metadata</c>, …) are read over. A parameter at the value that means "off" is taken.
/// </remarks>
internal static class ChatRequestReader
{
    private const int MaximumMessages = 4096;

    private static readonly string[] Known =
    [
        .. SamplingFields.Names, "model", "messages", "tools", "tool_choice", "seed", "max_tokens", "max_completion_tokens", "stop", "n",
        "stream", "stream_options", "receipt", "response_format", "logprobs", "top_logprobs",
        "parallel_tool_calls", "modalities", "store", "service_tier",
        "user", "metadata", "safety_identifier", "prompt_cache_key",
    ];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static ChatRequest Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Known);
        RequireOff(json);
        JsonValue? streamOptions = StreamOptions(json, "include_usage", "include_receipt", "include_obfuscation");
        ReceiptWish receipt = Receipt(json, body);
        ChatRequest request = new()
        {
            Model = Model(json),
            Messages = ReadMessages(json),
            Tools = ReadTools(json, body),
            Stop = Stop(json, "stop"),
            AllowsParallelCalls = AllowsParallelCalls(json),
            TopLogprobs = SamplingFields.TopLogprobs(json),
            MaxTokens = ReadMaxTokens(json),
            Seed = Seed(json),
            ChoiceCount = ChoiceCount(json),
            CacheKey = JsonMembers.OptionalText(json, "prompt_cache_key", "prompt_cache_key"),
            IsStream = JsonMembers.Flag(json, "stream", "stream"),
            IncludesUsage = StreamOption(streamOptions, "include_usage"),
            Receipt = receipt with { IsIncluded = receipt.IsIncluded || StreamOption(streamOptions, "include_receipt") },
        };
        return SamplingFields.Add(request, json, body);
    }

    private static ImmutableArray<JsonValue> ReadMessages(JsonValue json)
    {
        ImmutableArray<JsonValue> messages = JsonMembers.Items(JsonMembers.Required(json, "messages", "messages"), "messages");
        if (messages.Length is 0 or > MaximumMessages)
            throw JsonMembers.Invalid("messages", $"A conversation has 1 to {MaximumMessages} messages.");
        return [.. messages.Select(static (message, index) => ChatMessageReader.Read(message, $"messages[{index}]"))];
    }

    private static ChatTools? ReadTools(JsonValue json, ReadOnlySpan<byte> body)
    {
        bool isGiven = JsonMembers.Optional(json, "tool_choice") is not { Kind: JsonKind.String, Text: "none" };
        if (JsonMembers.Optional(json, "tools") is not { } tools)
            return null;
        ImmutableArray<JsonValue> items = JsonMembers.Items(tools, "tools");
        for (int index = 0; index < items.Length; index++)
            RequireFunction(items[index], $"tools[{index}]");
        return items.IsEmpty || !isGiven ? null : new ChatTools(tools, RawJson.FindMember(body, "tools"));
    }

    private static void RequireFunction(JsonValue tool, string path)
    {
        if (!JsonMembers.Object(tool, path).TryGetString("type", out string? type) || type != "function")
            throw JsonMembers.Unsupported(path + ".type", "A tool is of type 'function'.");
        JsonValue function = JsonMembers.Object(JsonMembers.Required(tool, "function", path + ".function"), path + ".function");
        JsonMembers.Text(JsonMembers.Required(function, "name", path + ".function.name"), path + ".function.name");
        JsonMembers.Flag(function, "strict", path + ".function.strict");
    }

    private static string? ReadMaxTokens(JsonValue json)
    {
        string? older = JsonMembers.OptionalNumber(json, "max_tokens");
        string? newer = JsonMembers.OptionalNumber(json, "max_completion_tokens");
        return older is null || newer is null || older == newer
            ? newer ?? older
            : throw JsonMembers.Invalid("max_tokens", "It contradicts 'max_completion_tokens': give one of the two.");
    }

    /// <summary>Refuses parameters of the API that this server does not have, unless they are set to what it does anyway.</summary>
    private static void RequireOff(JsonValue json)
    {
        Require(json, "store", static value => value.Kind == JsonKind.False, "This server does not store completions for later retrieval.");
        Require(json, "service_tier", static value => value is { Kind: JsonKind.String, Text: "auto" or "default" }, "This server has one tier.");
        Require(json, "modalities", static value => value.Items.All(static item => item.Text == "text"), "The models here write text only.");
    }
}
