using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a chat completion request (OpenAI API).</summary>
/// <remarks>
/// A parameter that this server does not have is refused if it could change the answer, by name; those that cannot
/// (<c>user</c>, <c>metadata</c>, …) are read over. A parameter at the value that means "off" is taken.
/// </remarks>
internal static class ChatRequestReader
{
    private const int MaximumMessages = 4096;
    private const int MaximumStops = 16;
    private const int MaximumStopLength = 256;

    private static readonly string[] Known =
    [
        "model", "messages", "tools", "tool_choice", "temperature", "top_p", "top_k", "seed", "max_tokens", "max_completion_tokens", "stop", "n",
        "stream", "stream_options", "receipt", "response_format", "logprobs", "presence_penalty", "frequency_penalty", "logit_bias",
        "parallel_tool_calls", "modalities", "store", "service_tier",
        "user", "metadata", "safety_identifier", "prompt_cache_key",
    ];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static ChatRequest Read(ReadOnlySpan<byte> body)
    {
        if (!JsonReader.TryRead(body, out JsonValue? json, out int errorOffset) || json.Kind != JsonKind.Object)
            throw new InvalidInputException(InvalidInputKind.Malformed, "body", $"The body is no JSON object; it stops making sense at byte {Math.Max(errorOffset, 0)}.");
        JsonMembers.RequireKnown(json, "", Known);
        RequireOff(json);
        JsonValue? streamOptions = ReadStreamOptions(json);
        return new ChatRequest
        {
            Model = JsonMembers.Text(JsonMembers.Required(json, "model", "model"), "model"),
            Messages = ReadMessages(json),
            Tools = ReadTools(json, body),
            Stop = ReadStop(json),
            Temperature = JsonMembers.OptionalNumber(json, "temperature"),
            TopP = JsonMembers.OptionalNumber(json, "top_p"),
            TopK = JsonMembers.OptionalNumber(json, "top_k"),
            MaxTokens = ReadMaxTokens(json),
            Seed = ReadSeed(json),
            IsStream = JsonMembers.Flag(json, "stream", "stream"),
            IncludesUsage = streamOptions is not null && JsonMembers.Flag(streamOptions, "include_usage", "stream_options.include_usage"),
            Receipt = ReadReceipt(json, streamOptions, body),
        };
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
        string choice = ReadToolChoice(json);
        if (JsonMembers.Optional(json, "tools") is not { } tools)
            return null;
        ImmutableArray<JsonValue> items = JsonMembers.Items(tools, "tools");
        for (int index = 0; index < items.Length; index++)
            RequireFunction(items[index], $"tools[{index}]");
        return items.IsEmpty || choice == "none" ? null : new ChatTools(tools, RawJson.FindMember(body, "tools"));
    }

    private static string ReadToolChoice(JsonValue json)
    {
        if (JsonMembers.Optional(json, "tool_choice") is not { } choice)
            return "auto";
        return choice is { Kind: JsonKind.String, Text: "auto" or "none" }
            ? choice.Text
            : throw JsonMembers.Unsupported("tool_choice", "This server takes 'auto' and 'none': it cannot force a model to call a tool.");
    }

    private static void RequireFunction(JsonValue tool, string path)
    {
        if (!JsonMembers.Object(tool, path).TryGetString("type", out string? type) || type != "function")
            throw JsonMembers.Unsupported(path + ".type", "A tool is of type 'function'.");
        JsonValue function = JsonMembers.Object(JsonMembers.Required(tool, "function", path + ".function"), path + ".function");
        JsonMembers.Text(JsonMembers.Required(function, "name", path + ".function.name"), path + ".function.name");
        if (JsonMembers.Flag(function, "strict", path + ".function.strict"))
            throw JsonMembers.Unsupported(path + ".function.strict", "This server does not constrain arguments to a schema.");
    }

    private static ImmutableArray<string> ReadStop(JsonValue json)
    {
        if (JsonMembers.Optional(json, "stop") is not { } stop)
            return [];
        ImmutableArray<JsonValue> items = stop.Kind == JsonKind.String ? [stop] : JsonMembers.Items(stop, "stop");
        if (items.Length > MaximumStops)
            throw JsonMembers.Invalid("stop", $"There are at most {MaximumStops} stop strings.");
        return [.. items.Select(static (item, index) => ReadStopString(item, $"stop[{index}]"))];
    }

    private static string ReadStopString(JsonValue item, string path) => JsonMembers.Text(item, path) is { Length: > 0 and <= MaximumStopLength } text
        ? text
        : throw JsonMembers.Invalid(path, $"A stop string has 1 to {MaximumStopLength} characters.");

    private static string? ReadMaxTokens(JsonValue json)
    {
        string? older = JsonMembers.OptionalNumber(json, "max_tokens");
        string? newer = JsonMembers.OptionalNumber(json, "max_completion_tokens");
        return older is null || newer is null || older == newer
            ? newer ?? older
            : throw JsonMembers.Invalid("max_tokens", "It contradicts 'max_completion_tokens': give one of the two.");
    }

    private static string? ReadSeed(JsonValue json) => JsonMembers.OptionalNumber(json, "seed") is not { } seed || long.TryParse(seed, out _)
        ? JsonMembers.OptionalNumber(json, "seed")
        : throw JsonMembers.Invalid("seed", "A seed is an integer of 64 bits.");

    private static JsonValue? ReadStreamOptions(JsonValue json)
    {
        if (JsonMembers.Optional(json, "stream_options") is not { } options)
            return null;
        if (!JsonMembers.Flag(json, "stream", "stream"))
            throw JsonMembers.Invalid("stream_options", "It is for streams: set 'stream' to true.");
        JsonMembers.RequireKnown(JsonMembers.Object(options, "stream_options"), "stream_options", "include_usage", "include_receipt", "include_obfuscation");
        return options;
    }

    private static ReceiptWish ReadReceipt(JsonValue json, JsonValue? streamOptions, ReadOnlySpan<byte> body)
    {
        ReceiptWish wish = ReceiptWish.None;
        if (JsonMembers.Optional(json, "receipt") is not null)
        {
            Utf8JsonReader reader = new(RawJson.FindMember(body, "receipt"));
            wish = ReceiptWishReader.Read(ref reader);
        }

        bool isAskedByStream = streamOptions is not null && JsonMembers.Flag(streamOptions, "include_receipt", "stream_options.include_receipt");
        return wish with { IsIncluded = wish.IsIncluded || isAskedByStream };
    }

    /// <summary>Refuses parameters of the API that this server does not have, unless they are set to what it does anyway.</summary>
    private static void RequireOff(JsonValue json)
    {
        RequireNumber(json, "n", 1, "This server gives one answer for a request.");
        RequireNumber(json, "presence_penalty", 0, "This server has no penalties.");
        RequireNumber(json, "frequency_penalty", 0, "This server has no penalties.");
        Require(json, "logprobs", static value => value.Kind == JsonKind.False, "This server does not return probabilities.");
        Require(json, "logit_bias", static value => value is { Kind: JsonKind.Object, Members.IsEmpty: true }, "This server does not bias tokens.");
        Require(json, "parallel_tool_calls", static value => value.Kind == JsonKind.True, "A model may call several tools in one answer; this cannot be turned off.");
        Require(json, "store", static value => value.Kind == JsonKind.False, "This server does not store completions for later retrieval.");
        Require(json, "service_tier", static value => value is { Kind: JsonKind.String, Text: "auto" or "default" }, "This server has one tier.");
        Require(json, "response_format", static value => value.TryGetString("type", out string? type) && type == "text", "This server does not constrain the answer's format.");
        Require(json, "modalities", static value => value.Items.All(static item => item.Text == "text"), "The models here write text only.");
    }

    private static void RequireNumber(JsonValue json, string name, decimal expected, string message) => Require(
        json, name, value => value.Kind == JsonKind.Number && decimal.TryParse(value.Text, System.Globalization.NumberStyles.Float, null, out decimal number) && number == expected, message);

    private static void Require(JsonValue json, string name, Func<JsonValue, bool> isOff, string message)
    {
        if (JsonMembers.Optional(json, name) is { } value && !isOff(value))
            throw JsonMembers.Unsupported(name, message);
    }
}
