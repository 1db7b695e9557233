using System.Collections.Immutable;
using OpenGradient.Primitives;
using static OpenGradient.Gateway.RequestFields;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a request to the messages API (Anthropic).</summary>
/// <remarks>As in <see cref="ChatRequestReader"/>, a parameter is honoured, refused by name, or cannot change the answer.</remarks>
internal static class MessagesRequestReader
{
    private static readonly string[] Counted = ["model", "messages", "system", "tools", "tool_choice", "output_config", "thinking", "cache_control"];

    private static readonly string[] Known =
    [
        .. Counted,
        "max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "stream", "receipt", "service_tier",
        "metadata",
    ];

    /// <summary>Reads a request for an answer.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static ChatRequest Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Known);
        Require(json, "service_tier", static value => value is { Kind: JsonKind.String, Text: "auto" or "standard_only" }, "This server has one tier.");
        return ReadPrompt(json) with
        {
            Stop = Stop(json, "stop_sequences"),
            Temperature = JsonMembers.OptionalNumber(json, "temperature"),
            TopP = JsonMembers.OptionalNumber(json, "top_p"),
            TopK = JsonMembers.OptionalNumber(json, "top_k"),
            MaxTokens = JsonMembers.OptionalNumber(json, "max_tokens") ?? throw JsonMembers.Invalid("max_tokens", "The member 'max_tokens' is missing."),
            IsStream = JsonMembers.Flag(json, "stream", "stream"),
            Receipt = Receipt(json, body),
        };
    }

    /// <summary>Reads a request to count the tokens of a prompt.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static ChatRequest ReadCounted(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Counted);
        return ReadPrompt(json);
    }

    private static ChatRequest ReadPrompt(JsonValue json)
    {
        Require(json, "thinking", static value => value.TryGetString("type", out string? type) && type == "disabled", "The models here do not think apart from the answer.");
        return new ChatRequest
        {
            Model = Model(json),
            Messages = MessagesReader.Read(JsonMembers.Optional(json, "system"), JsonMembers.Required(json, "messages", "messages")),
            Tools = ReadTools(json) is { IsEmpty: false } functions && !MessagesConstraint.ForbidsCalls(json) ? ChatTools.Translate(functions) : null,
            Constraint = MessagesConstraint.Read(json),
            AllowsParallelCalls = MessagesConstraint.AllowsParallelCalls(json),
        };
    }

    private static ImmutableArray<JsonValue> ReadTools(JsonValue json) => JsonMembers.Optional(json, "tools") is { } tools
        ? [.. JsonMembers.Items(tools, "tools").Select(static (tool, index) => ReadTool(tool, $"tools[{index}]"))]
        : [];

    private static JsonValue ReadTool(JsonValue tool, string path)
    {
        if ((JsonMembers.OptionalText(JsonMembers.Object(tool, path), "type", path + ".type") ?? "custom") != "custom")
            throw JsonMembers.Unsupported(path + ".type", "A tool is of type 'custom': this server has no tools of its own.");
        JsonMembers.RequireKnown(tool, path, "type", "name", "description", "input_schema", "cache_control", "strict");
        return ChatTools.Function(
            JsonMembers.Text(JsonMembers.Required(tool, "name", path + ".name"), path + ".name"),
            JsonMembers.OptionalText(tool, "description", path + ".description"),
            JsonMembers.Object(JsonMembers.Required(tool, "input_schema", path + ".input_schema"), path + ".input_schema"),
            JsonMembers.Flag(tool, "strict", path + ".strict"));
    }
}
