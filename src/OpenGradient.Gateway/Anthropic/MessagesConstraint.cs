using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads <c>output_config.format</c> and <c>tool_choice</c> of the messages API: what the answer is held to.</summary>
internal static class MessagesConstraint
{
    /// <summary>What the answer is held to; null if the model is free.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or says two things.</exception>
    public static ChatConstraint? Read(JsonValue json)
    {
        ChatConstraint? format = ReadFormat(json);
        ChatConstraint? call = ReadCall(json);
        return format is null || call is null ? format ?? call : throw JsonMembers.Invalid("tool_choice", "It contradicts 'output_config.format': an answer is held to one form.");
    }

    /// <summary>Whether <c>tool_choice</c> keeps the tools from the model.</summary>
    public static bool ForbidsCalls(JsonValue json) =>
        JsonMembers.Optional(json, "tool_choice") is { } choice && choice.TryGetString("type", out string? type) && type == "none";

    /// <summary>Whether an answer may use several tools; it may where nothing is said.</summary>
    public static bool AllowsParallelCalls(JsonValue json) =>
        JsonMembers.Optional(json, "tool_choice") is not { } choice || !JsonMembers.Flag(choice, "disable_parallel_tool_use", "tool_choice.disable_parallel_tool_use");

    private static ChatConstraint? ReadFormat(JsonValue json)
    {
        if (JsonMembers.Optional(json, "output_config") is not { } config)
            return null;
        JsonMembers.RequireKnown(JsonMembers.Object(config, "output_config"), "output_config", "format");
        if (JsonMembers.Optional(config, "format") is not { } format)
            return null;
        JsonMembers.RequireKnown(JsonMembers.Object(format, "output_config.format"), "output_config.format", "type", "schema");
        return format.TryGetString("type", out string? type) && type == "json_schema"
            ? ChatConstraint.JsonOf(JsonMembers.Required(format, "schema", "output_config.format.schema"))
            : throw JsonMembers.Unsupported("output_config.format.type", "This server takes 'json_schema'.");
    }

    private static ChatConstraint? ReadCall(JsonValue json)
    {
        if (JsonMembers.Optional(json, "tool_choice") is not { } choice)
            return null;
        JsonMembers.RequireKnown(JsonMembers.Object(choice, "tool_choice"), "tool_choice", "type", "name", "disable_parallel_tool_use");
        string type = JsonMembers.Text(JsonMembers.Required(choice, "type", "tool_choice.type"), "tool_choice.type");
        return type switch
        {
            "auto" or "none" => null,
            "any" => ChatConstraint.AnyCall,
            "tool" => ChatConstraint.CallOf(JsonMembers.Text(JsonMembers.Required(choice, "name", "tool_choice.name"), "tool_choice.name")),
            _ => throw JsonMembers.Unsupported("tool_choice.type", "This server takes 'auto', 'none', 'any' and 'tool'."),
        };
    }
}
