using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The events of the Anthropic API's messages.</summary>
internal static class MessageEvents
{
    /// <summary>What an event tells; false if it may show something that is not known here.</summary>
    public static bool TryRead(string type, JsonValue json, List<AnswerPiece> pieces) => HasOnlyItsOwn(type, json) && type switch
    {
        "message_start" => EventMembers.TryObject(json, "message", out JsonValue? message) && EventMembers.TryItems(message, "content", out var content) && content.IsEmpty
            && EventMembers.HasOnly(message, "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "usage"),
        "content_block_start" => TryReadStart(json, pieces),
        "content_block_delta" => TryReadDelta(json, pieces),
        "message_delta" => EventMembers.TryObject(json, "delta", out JsonValue? delta) && EventMembers.HasOnly(delta, "stop_reason", "stop_sequence"),
        "content_block_stop" or "message_stop" or "ping" => true,
        _ => false,
    };

    private static bool HasOnlyItsOwn(string type, JsonValue json) => type switch
    {
        "message_start" => EventMembers.HasOnly(json, "type", "message"),
        "content_block_start" => EventMembers.HasOnly(json, "type", "index", "content_block"),
        "content_block_delta" => EventMembers.HasOnly(json, "type", "index", "delta"),
        "message_delta" => EventMembers.HasOnly(json, "type", "delta", "usage", "receipt", "receipts"),
        _ => EventMembers.HasOnly(json, "type", "index"),
    };

    private static bool TryReadStart(JsonValue json, List<AnswerPiece> pieces)
    {
        if (!EventMembers.TryIndex(json, "index", out long index) || !EventMembers.TryObject(json, "content_block", out JsonValue? block) || !block.TryGetString("type", out string? type))
            return false;
        if (type == "text")
        {
            pieces.Add(new(AnswerPieceKind.TextBlock, 0, "", $"{index}"));
            return EventMembers.HasOnly(block, "type", "text") && EventMembers.TryText(block, "text", out string text) && text.Length == 0;
        }

        if (type != "tool_use" || !EventMembers.HasOnly(block, "type", "id", "name", "input") || !block.TryGetString("id", out string? id) || !block.TryGetString("name", out string? name))
            return false;
        pieces.Add(new(AnswerPieceKind.Call, 0, "", $"{index}", id, name));
        return EventMembers.TryObject(block, "input", out JsonValue? input) && input.Members.IsEmpty;
    }

    private static bool TryReadDelta(JsonValue json, List<AnswerPiece> pieces)
    {
        if (!EventMembers.TryIndex(json, "index", out long index) || !EventMembers.TryObject(json, "delta", out JsonValue? delta) || !delta.TryGetString("type", out string? type))
            return false;
        if (type == "text_delta" && EventMembers.HasOnly(delta, "type", "text") && delta.TryGetString("text", out string? text))
            pieces.Add(new(AnswerPieceKind.Text, 0, text, $"{index}"));
        else if (type == "input_json_delta" && EventMembers.HasOnly(delta, "type", "partial_json") && delta.TryGetString("partial_json", out string? arguments))
            pieces.Add(new(AnswerPieceKind.Arguments, 0, arguments, $"{index}"));
        else
            return false;
        return true;
    }
}
