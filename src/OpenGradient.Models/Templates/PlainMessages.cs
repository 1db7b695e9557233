using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Templates;

/// <summary>Messages in the forms that the simplest templates know.</summary>
/// <remarks>
/// The API lets a client write the same in several ways, and many templates were made for one: a tool call's arguments are a
/// JSON text for the API and a mapping for the template; content may be parts of text, or null beside tool calls.
/// </remarks>
internal static class PlainMessages
{
    private const string Content = "content";

    /// <summary>The same messages with arguments as mappings and content as one text; false if they are so already.</summary>
    public static bool TryMake(ImmutableArray<JsonValue> messages, out ImmutableArray<JsonValue> plain)
    {
        plain = [.. messages.Select(Message)];
        return !plain.SequenceEqual(messages);
    }

    private static JsonValue Message(JsonValue message) => Change(Change(message, Content, Text), "tool_calls", static calls => calls.Kind == JsonKind.Array
        ? JsonValue.Array([.. calls.Items.Select(static call => Change(call, "function", static function => Change(function, "arguments", Arguments)))])
        : calls);

    /// <summary>Parts that are all text as one; null as the empty text.</summary>
    private static JsonValue Text(JsonValue content)
    {
        if (content.Kind == JsonKind.Null)
            return JsonValue.String("");
        string?[] parts = content.Kind == JsonKind.Array ? [.. content.Items.Select(TextOf)] : [null];
        return parts.Contains(null) ? content : JsonValue.String(string.Concat(parts));
    }

    private static string? TextOf(JsonValue part) =>
        part.TryGetString("type", out string? type) && type == "text" && part.TryGetString("text", out string? text) ? text : null;

    private static JsonValue Arguments(JsonValue arguments) =>
        arguments.Kind == JsonKind.String && JsonReader.TryRead(Encoding.UTF8.GetBytes(arguments.Text), out JsonValue? value) && value.Kind == JsonKind.Object
            ? value
            : arguments;

    /// <summary>The same object with one member changed; the very same if nothing changes.</summary>
    private static JsonValue Change(JsonValue owner, string name, Func<JsonValue, JsonValue> change)
    {
        if (!owner.TryGet(name, out JsonValue? member))
            return owner;
        JsonValue changed = change(member);
        bool isSame = ReferenceEquals(changed, member) || (changed.Kind == JsonKind.Array && changed.Items.SequenceEqual(member.Items));
        return isSame ? owner : JsonValue.Object([.. owner.Members.Select(pair => pair.Key == name ? new(name, changed) : pair)]);
    }
}
