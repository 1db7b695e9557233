using System.Collections.Immutable;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads <c>instructions</c> and <c>input</c> of the responses API: a string, or items, as a conversation.</summary>
/// <remarks>
/// <code>
/// { "type": "message", "role": "user" | "assistant" | "system" | "developer", "content": "…" or [ { "type": "input_text" | "output_text", "text": "…" } ] }
/// { "type": "function_call", "call_id": "…", "name": "…", "arguments": "…" }
/// { "type": "function_call_output", "call_id": "…", "output": "…" or [ { "type": "input_text", "text": "…" } ] }
/// </code>
/// Items of an earlier answer come back as they were given; their <c>id</c> and <c>status</c> say nothing to a model.
/// </remarks>
internal static class ResponseInputReader
{
    private const string Path = "input";

    public static ImmutableArray<JsonValue> Read(string? instructions, JsonValue input)
    {
        ConversationBuilder conversation = new();
        if (instructions is not null)
            conversation.Add("system", instructions);
        if (input.Kind == JsonKind.String)
        {
            conversation.Add("user", input.Text);
            return conversation.Build(Path);
        }

        if (input.Kind != JsonKind.Array || input.Items.IsEmpty)
            throw JsonMembers.Invalid(Path, "This must be a string, or an array of items that is not empty.");
        for (int index = 0; index < input.Items.Length; index++)
            AddItem(conversation, JsonMembers.Object(input.Items[index], $"{Path}[{index}]"), $"{Path}[{index}]");
        return conversation.Build(Path);
    }

    private static void AddItem(ConversationBuilder conversation, JsonValue item, string path)
    {
        string type = JsonMembers.OptionalText(item, "type", path + ".type") ?? "message";
        switch (type)
        {
            case "message":
                AddMessage(conversation, item, path);
                break;
            case "function_call":
                JsonMembers.RequireKnown(item, path, "type", "id", "status", "call_id", "name", "arguments");
                conversation.AddCall(Member(item, "call_id", path), new ToolCall(Member(item, "name", path), Member(item, "arguments", path)));
                break;
            case "function_call_output":
                JsonMembers.RequireKnown(item, path, "type", "id", "status", "call_id", "output");
                conversation.AddResult(Member(item, "call_id", path), ReadContent(item, "output", path));
                break;
            default:
                throw JsonMembers.Unsupported(path + ".type", $"The models here read messages, function calls and their outputs, not '{Text.Shorten(type)}'.");
        }
    }

    private static void AddMessage(ConversationBuilder conversation, JsonValue item, string path)
    {
        JsonMembers.RequireKnown(item, path, "type", "id", "status", "role", "content");
        string role = Member(item, "role", path);
        string content = ReadContent(item, "content", path);
        switch (role)
        {
            case "assistant":
                conversation.AddAnswer(content);
                break;
            case "user" or "system":
                conversation.Add(role, content);
                break;
            case "developer":
                conversation.Add("system", content);
                break;
            default:
                throw JsonMembers.Invalid(path + ".role", $"'{Text.Shorten(role)}' is no role: use system, developer, user or assistant.");
        }
    }

    private static string ReadContent(JsonValue item, string name, string path)
    {
        JsonValue content = JsonMembers.Required(item, name, $"{path}.{name}");
        return content.Kind == JsonKind.Array
            ? string.Concat(content.Items.Select((part, index) => ReadPart(part, $"{path}.{name}[{index}]")))
            : JsonMembers.Text(content, $"{path}.{name}");
    }

    private static string ReadPart(JsonValue part, string path)
    {
        JsonMembers.RequireKnown(JsonMembers.Object(part, path), path, "type", "text", "annotations", "logprobs");
        string type = Member(part, "type", path);
        return type is "input_text" or "output_text" or "text"
            ? Member(part, "text", path)
            : throw JsonMembers.Unsupported(path + ".type", $"The models here read text only, not '{Text.Shorten(type)}'.");
    }

    private static string Member(JsonValue owner, string name, string path) =>
        JsonMembers.Text(JsonMembers.Required(owner, name, $"{path}.{name}"), $"{path}.{name}");
}
