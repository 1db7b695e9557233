using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Brings the messages of a request into the one form that the model sees and the receipt commits to.</summary>
/// <remarks>
/// <code>
/// { "role": "system" | "user" | "assistant" | "tool", "content": "…", "name": "…", "tool_call_id": "…",
///   "tool_calls": [ { "id": "…", "type": "function", "function": { "name": "…", "arguments": "…" } } ] }
/// </code>
/// Only <c>role</c> is always there. Content in text parts is joined; <c>developer</c> becomes <c>system</c>; images, audio and
/// files are refused, and so is everything else that this server would otherwise have to leave out.
/// </remarks>
internal static class ChatMessageReader
{
    /// <summary>Reads one message.</summary>
    /// <exception cref="InvalidInputException">It is no message; the subject is the path of the member.</exception>
    public static JsonValue Read(JsonValue message, string path)
    {
        JsonMembers.Object(message, path);
        string role = ReadRole(message, path + ".role");
        // An assistant's message of an earlier answer comes back as it was given: refusal and annotations may be there, empty.
        JsonMembers.RequireKnown(message, path, "role", "content", "name", "tool_calls", "tool_call_id", "annotations", "refusal");
        RequireEmpty(message, "annotations", path);
        RequireEmpty(message, "refusal", path);
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        members.Add(new("role", JsonValue.String(role)));
        if (ReadContent(message, path + ".content") is { } content)
            members.Add(new("content", JsonValue.String(content)));
        foreach (string name in (ReadOnlySpan<string>)["name", "tool_call_id"])
        {
            if (JsonMembers.OptionalText(message, name, $"{path}.{name}") is { } text)
                members.Add(new(name, JsonValue.String(text)));
        }

        if (JsonMembers.Optional(message, "tool_calls") is { } calls)
            members.Add(new("tool_calls", role == "assistant" ? ReadToolCalls(calls, path + ".tool_calls") : throw NoCaller(path + ".tool_calls")));
        else if (JsonMembers.Optional(message, "content") is null)
            throw JsonMembers.Invalid(path + ".content", "The member 'content' is missing.");
        return JsonValue.Object(members.ToImmutable());
    }

    private static string ReadRole(JsonValue message, string path)
    {
        string role = JsonMembers.Text(JsonMembers.Required(message, "role", path), path);
        return role switch
        {
            "system" or "user" or "assistant" or "tool" => role,
            "developer" => "system",
            _ => throw JsonMembers.Invalid(path, $"'{Text.Shorten(role)}' is no role: use system, user, assistant or tool."),
        };
    }

    private static string? ReadContent(JsonValue message, string path)
    {
        if (JsonMembers.Optional(message, "content") is not { } content)
            return null;
        if (content.Kind == JsonKind.String)
            return content.Text;
        if (content.Kind != JsonKind.Array)
            throw JsonMembers.Invalid(path, "This must be a string or an array of text parts.");
        return string.Concat(content.Items.Select((part, index) => ReadPart(part, $"{path}[{index}]")));
    }

    private static string ReadPart(JsonValue part, string path)
    {
        JsonMembers.Object(part, path);
        string type = JsonMembers.Text(JsonMembers.Required(part, "type", path + ".type"), path + ".type");
        if (type != "text")
            throw JsonMembers.Unsupported(path + ".type", $"The models here read text only, not '{Text.Shorten(type)}'.");
        return JsonMembers.Text(JsonMembers.Required(part, "text", path + ".text"), path + ".text");
    }

    private static JsonValue ReadToolCalls(JsonValue calls, string path) =>
        JsonValue.Array([.. JsonMembers.Items(calls, path).Select((call, index) => ReadToolCall(call, $"{path}[{index}]"))]);

    private static JsonValue ReadToolCall(JsonValue call, string path)
    {
        JsonMembers.Object(call, path);
        JsonValue function = JsonMembers.Object(JsonMembers.Required(call, "function", path + ".function"), path + ".function");
        string name = JsonMembers.Text(JsonMembers.Required(function, "name", path + ".function.name"), path + ".function.name");
        string arguments = JsonMembers.Text(JsonMembers.Required(function, "arguments", path + ".function.arguments"), path + ".function.arguments");
        return AssistantMessage.CallJson(JsonMembers.OptionalText(call, "id", path + ".id") ?? "", new ToolCall(name, arguments));
    }

    /// <remarks>Some templates print calls as the model's whatever the role: a user could put calls into its mouth that nobody asks evidence for.</remarks>
    private static InvalidInputException NoCaller(string path) => JsonMembers.Unsupported(path, "Only messages of the assistant call tools.");

    private static void RequireEmpty(JsonValue message, string name, string path)
    {
        if (JsonMembers.Optional(message, name) is { } value && !(value.Kind == JsonKind.Array && value.Items.IsEmpty))
            throw JsonMembers.Unsupported($"{path}.{name}", "The models here do not read this member.");
    }
}
