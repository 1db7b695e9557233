using System.Collections.Immutable;
using System.Text;
using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>Reads <c>system</c> and <c>messages</c> of the messages API (Anthropic) as a conversation.</summary>
/// <remarks>
/// <code>
/// { "role": "user", "content": "…" or [ { "type": "text", "text": "…" } | { "type": "tool_result", "tool_use_id": "…", "content": "…" or text blocks } ] }
/// { "role": "assistant", "content": "…" or [ { "type": "text", "text": "…" } | { "type": "tool_use", "id": "…", "name": "…", "input": { … } } ] }
/// </code>
/// Texts in a row are one text. The result of a tool that failed (<c>is_error</c>) reads <c>Error: …</c> to the model, for the
/// templates of open models have no other place to say so. Marks for a cache (<c>cache_control</c>) change nothing and are read over.
/// </remarks>
internal static class MessagesReader
{
    private const string Path = "messages";

    public static ImmutableArray<JsonValue> Read(JsonValue? system, JsonValue messages)
    {
        ConversationBuilder conversation = new();
        if (system is not null)
            conversation.Add("system", ReadText(system, "system"));
        ImmutableArray<JsonValue> items = JsonMembers.Items(messages, Path);
        if (items.IsEmpty)
            throw JsonMembers.Invalid(Path, "A conversation has at least one message.");
        for (int index = 0; index < items.Length; index++)
            AddMessage(conversation, items[index], $"{Path}[{index}]", isLast: index == items.Length - 1);
        return conversation.Build(Path);
    }

    private static void AddMessage(ConversationBuilder conversation, JsonValue message, string path, bool isLast)
    {
        JsonMembers.RequireKnown(JsonMembers.Object(message, path), path, "role", "content");
        string role = Member(message, "role", path);
        JsonValue content = JsonMembers.Required(message, "content", path + ".content");
        switch (role)
        {
            case "user":
                AddUser(conversation, content, path + ".content");
                break;
            case "assistant" when isLast:
                throw JsonMembers.Unsupported(path + ".role", "This server does not continue a message of the assistant: the last message is the user's.");
            case "assistant":
                AddAssistant(conversation, content, path + ".content");
                break;
            default:
                throw JsonMembers.Invalid(path + ".role", $"'{Text.Shorten(role)}' is no role: use user or assistant, and 'system' beside 'messages'.");
        }
    }

    private static void AddUser(ConversationBuilder conversation, JsonValue content, string path)
    {
        StringBuilder? text = null;
        foreach ((JsonValue block, string blockPath) in Blocks(content, path))
        {
            if (TypeOf(block, blockPath) != "tool_result")
            {
                (text ??= new()).Append(ReadTextBlock(block, blockPath));
                continue;
            }

            AddText();
            JsonMembers.RequireKnown(block, blockPath, "type", "tool_use_id", "content", "is_error", "cache_control");
            string result = JsonMembers.Optional(block, "content") is { } value ? ReadText(value, blockPath + ".content") : "";
            bool isError = JsonMembers.Flag(block, "is_error", blockPath + ".is_error");
            conversation.AddResult(Member(block, "tool_use_id", blockPath), isError ? "Error: " + result : result);
        }

        AddText();

        void AddText()
        {
            if (text is not null)
                conversation.Add("user", text.ToString());
            text = null;
        }
    }

    private static void AddAssistant(ConversationBuilder conversation, JsonValue content, string path)
    {
        StringBuilder text = new();
        List<(string Id, ToolCall Call)> calls = [];
        foreach ((JsonValue block, string blockPath) in Blocks(content, path))
        {
            if (TypeOf(block, blockPath) == "tool_use")
                calls.Add(ReadCall(block, blockPath));
            else if (calls.Count == 0)
                text.Append(ReadTextBlock(block, blockPath));
            else
                throw JsonMembers.Unsupported(blockPath + ".type", "Text comes before the uses of tools in a message.");
        }

        conversation.AddAnswer(text.ToString());
        foreach ((string id, ToolCall call) in calls)
            conversation.AddCall(id, call);
    }

    private static (string Id, ToolCall Call) ReadCall(JsonValue block, string path)
    {
        JsonMembers.RequireKnown(block, path, "type", "id", "name", "input", "cache_control", "caller");
        JsonValue input = JsonMembers.Object(JsonMembers.Required(block, "input", path + ".input"), path + ".input");
        return (Member(block, "id", path), new ToolCall(Member(block, "name", path), JsonText.Write(input)));
    }

    /// <summary>A text that is a string, or blocks of text in a row.</summary>
    private static string ReadText(JsonValue value, string path) =>
        string.Concat(Blocks(value, path).Select(static block => ReadTextBlock(block.Block, block.Path)));

    private static string ReadTextBlock(JsonValue block, string path)
    {
        string type = TypeOf(block, path);
        if (type != "text")
            throw JsonMembers.Unsupported(path + ".type", $"The models here read text, uses of tools and their results, not '{Text.Shorten(type)}'.");
        JsonMembers.RequireKnown(block, path, "type", "text", "cache_control", "citations");
        return Member(block, "text", path);
    }

    /// <summary>The blocks of a content; a string is a block of text.</summary>
    private static IEnumerable<(JsonValue Block, string Path)> Blocks(JsonValue content, string path)
    {
        if (content.Kind == JsonKind.String)
            return [(JsonValue.Object(("type", JsonValue.String("text")), ("text", content)), path)];
        return content.Kind == JsonKind.Array
            ? content.Items.Select((block, index) => (JsonMembers.Object(block, $"{path}[{index}]"), $"{path}[{index}]"))
            : throw JsonMembers.Invalid(path, "This must be a string or an array of blocks.");
    }

    private static string TypeOf(JsonValue block, string path) => Member(block, "type", path);

    private static string Member(JsonValue owner, string name, string path) =>
        JsonMembers.Text(JsonMembers.Required(owner, name, $"{path}.{name}"), $"{path}.{name}");
}
