using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads <c>text.format</c> and <c>tool_choice</c> of the responses API: what the answer is held to.</summary>
internal static class ResponseConstraint
{
    /// <summary>What the answer is held to; null if the model is free.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or says two things.</exception>
    public static ChatConstraint? Read(JsonValue json)
    {
        ChatConstraint? format = ReadFormat(json);
        ChatConstraint? call = ReadCall(json);
        return format is null || call is null ? format ?? call : throw JsonMembers.Invalid("tool_choice", "It contradicts 'text.format': an answer is held to one form.");
    }

    /// <summary>Whether <c>tool_choice</c> keeps the tools from the model.</summary>
    public static bool ForbidsCalls(JsonValue json) => JsonMembers.Optional(json, "tool_choice") is { Kind: JsonKind.String, Text: "none" };

    private static ChatConstraint? ReadFormat(JsonValue json)
    {
        if (JsonMembers.Optional(json, "text") is not { } text)
            return null;
        JsonMembers.RequireKnown(JsonMembers.Object(text, "text"), "text", "format", "verbosity");
        if (JsonMembers.Optional(text, "verbosity") is { } verbosity && verbosity.Text != "medium")
            throw JsonMembers.Unsupported("text.verbosity", "This server cannot tell a model how much to say.");
        if (JsonMembers.Optional(text, "format") is not { } format)
            return null;
        JsonMembers.RequireKnown(JsonMembers.Object(format, "text.format"), "text.format", "type", "name", "description", "schema", "strict");
        return JsonMembers.Text(JsonMembers.Required(format, "type", "text.format.type"), "text.format.type") switch
        {
            "text" => null,
            "json_object" => ChatConstraint.AnyJson,
            "json_schema" => ChatConstraint.JsonOf(JsonMembers.Required(format, "schema", "text.format.schema")),
            _ => throw JsonMembers.Unsupported("text.format.type", "This server takes 'text', 'json_object' and 'json_schema'."),
        };
    }

    private static ChatConstraint? ReadCall(JsonValue json) => JsonMembers.Optional(json, "tool_choice") switch
    {
        null or { Kind: JsonKind.String, Text: "auto" or "none" } => null,
        { Kind: JsonKind.String, Text: "required" } => ChatConstraint.AnyCall,
        { Kind: JsonKind.Object } choice when choice.TryGetString("type", out string? type) && type == "function" =>
            ChatConstraint.CallOf(JsonMembers.Text(JsonMembers.Required(choice, "name", "tool_choice.name"), "tool_choice.name")),
        _ => throw JsonMembers.Unsupported("tool_choice", "This server takes 'auto', 'none', 'required' and a function by its name."),
    };
}
