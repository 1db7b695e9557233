using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;
using static OpenGradient.Gateway.RequestFields;

namespace OpenGradient.Gateway;

/// <summary>Reads the body of a request to the responses API (OpenAI): text and functions, without a store.</summary>
/// <remarks>As in <see cref="ChatRequestReader"/>, a parameter is honoured, refused by name, or cannot change the answer.</remarks>
internal static class ResponseRequestReader
{
    private const string NoStore = "This server stores no responses: send the whole conversation as 'input'.";

    private const string Logprobs = "message.output_text.logprobs";

    private static readonly string[] Known =
    [
        "model", "input", "instructions", "tools", "tool_choice", "max_output_tokens", "temperature", "top_p", "top_k", "stream", "stream_options", "receipt",
        "background", "conversation", "include", "parallel_tool_calls", "previous_response_id", "prompt", "reasoning", "service_tier", "store", "text",
        "top_logprobs", "truncation",
        "max_tool_calls", "metadata", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "user",
    ];

    /// <summary>Reads a request.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or asks for what this server does not have; the subject is the parameter.</exception>
    public static ResponseJson Read(ReadOnlySpan<byte> body)
    {
        JsonValue json = Body(body);
        JsonMembers.RequireKnown(json, "", Known);
        RequireOff(json);
        StreamOptions(json, "include_obfuscation");
        string? instructions = JsonMembers.OptionalText(json, "instructions", "instructions");
        ChatRequest request = new()
        {
            Model = Model(json),
            Messages = ResponseInputReader.Read(instructions, JsonMembers.Required(json, "input", "input")),
            Tools = ReadTools(json) is { IsEmpty: false } functions && !ResponseConstraint.ForbidsCalls(json) ? ChatTools.Translate(functions) : null,
            Constraint = ResponseConstraint.Read(json),
            AllowsParallelCalls = AllowsParallelCalls(json),
            TopLogprobs = ReadTopLogprobs(json),
            Temperature = JsonMembers.OptionalNumber(json, "temperature"),
            TopP = JsonMembers.OptionalNumber(json, "top_p"),
            TopK = JsonMembers.OptionalNumber(json, "top_k"),
            MaxTokens = JsonMembers.OptionalNumber(json, "max_output_tokens"),
            CacheKey = JsonMembers.OptionalText(json, "prompt_cache_key", "prompt_cache_key"),
            IsStream = JsonMembers.Flag(json, "stream", "stream"),
            Receipt = Receipt(json, body),
        };
        return new ResponseJson(request, ReadEcho(json, instructions));
    }

    private static ResponseEcho ReadEcho(JsonValue json, string? instructions) => new(
        instructions,
        Compact(json, "tools", "[]"u8),
        Compact(json, "tool_choice", "\"auto\""u8),
        Compact(json, "text", """{"format":{"type":"text"}}"""u8),
        Compact(json, "metadata", "{}"u8));

    private static ImmutableArray<JsonValue> ReadTools(JsonValue json) => JsonMembers.Optional(json, "tools") is { } tools
        ? [.. JsonMembers.Items(tools, "tools").Select(static (tool, index) => ReadTool(tool, $"tools[{index}]"))]
        : [];

    private static JsonValue ReadTool(JsonValue tool, string path)
    {
        if (!JsonMembers.Object(tool, path).TryGetString("type", out string? type) || type != "function")
            throw JsonMembers.Unsupported(path + ".type", "A tool is of type 'function': this server has no tools of its own.");
        JsonMembers.RequireKnown(tool, path, "type", "name", "description", "parameters", "strict");
        return ChatTools.Function(
            JsonMembers.Text(JsonMembers.Required(tool, "name", path + ".name"), path + ".name"),
            JsonMembers.OptionalText(tool, "description", path + ".description"),
            JsonMembers.Optional(tool, "parameters") is { } parameters ? JsonMembers.Object(parameters, path + ".parameters") : null,
            JsonMembers.Flag(tool, "strict", path + ".strict"));
    }

    /// <summary>How many likely tokens are told with each token; null if no probabilities are told.</summary>
    private static string? ReadTopLogprobs(JsonValue json)
    {
        string? count = JsonMembers.OptionalNumber(json, "top_logprobs");
        if (JsonMembers.Optional(json, "include")?.Items.Any(static item => item.Text == Logprobs) == true)
            return count ?? "0";
        return count is null or "0" ? null : throw JsonMembers.Invalid("top_logprobs", $"It needs '{Logprobs}' in 'include'.");
    }

    private static byte[] Compact(JsonValue json, string name, ReadOnlySpan<byte> absent) =>
        JsonMembers.Optional(json, name) is { } value ? JsonText.WriteBytes(value) : absent.ToArray();

    private static void RequireOff(JsonValue json)
    {
        foreach (string name in (ReadOnlySpan<string>)["previous_response_id", "conversation"])
            Require(json, name, static _ => false, NoStore);
        Require(json, "store", static value => value.Kind == JsonKind.False, "This server stores no responses: set 'store' to false.");
        Require(json, "background", static value => value.Kind == JsonKind.False, "This server answers at once and stores nothing: set 'background' to false.");
        Require(json, "prompt", static _ => false, "This server stores no prompts: send 'instructions' and 'input'.");
        Require(json, "reasoning", static value => value.Kind == JsonKind.Object && value.Members.All(static member => member.Value is { Kind: JsonKind.Null } or { Text: "none" }), "This server cannot tell a model how much to reason.");
        Require(json, "service_tier", static value => value is { Kind: JsonKind.String, Text: "auto" or "default" }, "This server has one tier.");
        Require(json, "truncation", static value => value is { Kind: JsonKind.String, Text: "disabled" }, "This server does not shorten a conversation: it refuses one that is too long.");
        // There is no reasoning in an answer, so there is none to include.
        Require(json, "include", static value => value.Kind == JsonKind.Array && value.Items.All(static item => item.Text is "reasoning.encrypted_content" or Logprobs), $"This server has nothing to include but '{Logprobs}'.");
        Require(json, "metadata", static value => value.Kind == JsonKind.Object, "This must be an object.");
    }
}
