using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The events of the OpenAI API's responses, which tell text and calls several times over: each time it has to be the same.</summary>
internal static class ResponseEvents
{
    /// <summary>What an event tells; false if it may show something that is not known here.</summary>
    public static bool TryRead(string type, JsonValue json, List<AnswerPiece> pieces) => ResponseMembers.HasOnlyItsOwn(type, json) && type switch
    {
        "response.created" or "response.in_progress" => ResponseMembers.TryOutput(json, out var output) && output.IsEmpty,
        "response.output_item.added" => TryReadItem(json, pieces, isBegun: true),
        "response.output_item.done" => TryReadItem(json, pieces, isBegun: false),
        "response.content_part.added" => EventMembers.TryObject(json, "part", out JsonValue? part) && TryReadPart(part, out string text) && text.Length == 0,
        "response.content_part.done" => EventMembers.TryObject(json, "part", out JsonValue? part) && TryReadPart(part, out string text) && Add(pieces, AnswerPieceKind.WholeText, text),
        "response.output_text.delta" => json.TryGetString("delta", out string? delta) && Add(pieces, AnswerPieceKind.Text, delta),
        "response.output_text.done" => json.TryGetString("text", out string? whole) && Add(pieces, AnswerPieceKind.WholeText, whole),
        "response.function_call_arguments.delta" => TryReadArguments(json, "delta", AnswerPieceKind.Arguments, pieces),
        "response.function_call_arguments.done" => TryReadArguments(json, "arguments", AnswerPieceKind.WholeCall, pieces),
        "response.completed" or "response.incomplete" => ResponseMembers.TryOutput(json, out var output) && TryReadEnd(output, pieces),
        _ => false,
    };

    private static bool TryReadItem(JsonValue json, List<AnswerPiece> pieces, bool isBegun)
    {
        if (!EventMembers.TryObject(json, "item", out JsonValue? item) || !item.TryGetString("type", out string? type))
            return false;
        if (type == "function_call")
            return TryReadCall(item, pieces, isBegun);
        return type == "message" && TryReadMessage(item, out string text) && (isBegun ? text.Length == 0 : Add(pieces, AnswerPieceKind.WholeText, text));
    }

    private static bool TryReadCall(JsonValue item, List<AnswerPiece> pieces, bool isBegun)
    {
        if (!EventMembers.HasOnly(item, "id", "type", "status", "call_id", "name", "arguments") || !item.TryGetString("id", out string? key) || !item.TryGetString("call_id", out string? id) || !item.TryGetString("name", out string? name) || !item.TryGetString("arguments", out string? arguments))
            return false;
        pieces.Add(new(isBegun ? AnswerPieceKind.Call : AnswerPieceKind.WholeCall, 0, arguments, key, id, name));
        return !isBegun || arguments.Length == 0;
    }

    private static bool TryReadArguments(JsonValue json, string member, AnswerPieceKind kind, List<AnswerPiece> pieces)
    {
        if (!json.TryGetString("item_id", out string? key) || !json.TryGetString(member, out string? arguments))
            return false;
        pieces.Add(new(kind, 0, arguments, key, Name: json.TryGetString("name", out string? name) ? name : null));
        return true;
    }

    /// <summary>The whole response: all of the text and all of the calls.</summary>
    private static bool TryReadEnd(ImmutableArray<JsonValue> output, List<AnswerPiece> pieces)
    {
        string whole = "";
        long calls = 0;
        foreach (JsonValue item in output)
        {
            if (item.TryGetString("type", out string? type) && type == "function_call" && TryReadCall(item, pieces, isBegun: false))
                calls++;
            else if (type == "message" && whole.Length == 0 && TryReadMessage(item, out string text))
                whole = text;
            else
                return false;
        }

        return Add(pieces, AnswerPieceKind.WholeText, whole) && Add(pieces, AnswerPieceKind.CallCount, $"{calls}");
    }

    /// <summary>The text of a message: it has one part at most.</summary>
    private static bool TryReadMessage(JsonValue item, out string text)
    {
        text = "";
        return EventMembers.HasOnly(item, "id", "type", "status", "role", "content") && EventMembers.TryItems(item, "content", out var parts) && (parts.IsEmpty || (parts.Length == 1 && TryReadPart(parts[0], out text)));
    }

    private static bool TryReadPart(JsonValue part, out string text)
    {
        text = "";
        return EventMembers.HasOnly(part, "type", "text", "annotations", "logprobs") && part.TryGetString("type", out string? type) && type == "output_text"
            && (!part.TryGet("annotations", out JsonValue? annotations) || annotations is { Kind: JsonKind.Array, Items.IsEmpty: true }) && EventMembers.TryText(part, "text", out text);
    }

    private static bool Add(List<AnswerPiece> pieces, AnswerPieceKind kind, string text)
    {
        pieces.Add(new(kind, 0, text));
        return true;
    }
}
