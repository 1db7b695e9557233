using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>The chunks of the OpenAI API's chat and text completions.</summary>
internal static class CompletionEvents
{
    /// <summary>What a chunk tells; false if it may show something that is not known here.</summary>
    public static bool TryRead(JsonValue chunk, ref AnswerApi? api, List<AnswerPiece> pieces)
    {
        if (api is AnswerApi.Responses or AnswerApi.Messages)
            return false;
        if (!EventMembers.HasOnly(chunk, "id", "object", "created", "model", "system_fingerprint", "service_tier", "choices", "usage", "receipt", "receipts")
            || !EventMembers.TryItems(chunk, "choices", out var choices))
            return false;
        foreach (JsonValue choice in choices)
        {
            AnswerApi own = choice.TryGet("delta", out JsonValue? delta) ? AnswerApi.ChatCompletions : AnswerApi.Completions;
            if (!AnswerEvents.IsOf(own, ref api) || !EventMembers.TryIndex(choice, "index", out long index)
                || !EventMembers.HasOnly(choice, "index", delta is null ? "text" : "delta", "logprobs", "finish_reason"))
                return false;
            if (delta is null ? !TryAddText(choice, "text", index, pieces) : !TryReadDelta(delta, index, pieces))
                return false;
        }

        return true;
    }

    private static bool TryReadDelta(JsonValue delta, long choice, List<AnswerPiece> pieces)
    {
        if (!EventMembers.HasOnly(delta, "role", "content", "tool_calls") || !TryAddText(delta, "content", choice, pieces))
            return false;
        if (!delta.TryGet("tool_calls", out JsonValue? calls) || calls.Kind == JsonKind.Null)
            return true;
        foreach (JsonValue call in calls.Items)
        {
            if (!TryReadCall(call, choice, pieces))
                return false;
        }

        return calls.Kind == JsonKind.Array;
    }

    /// <summary>The first piece of a call has its id and name, all may have arguments.</summary>
    private static bool TryReadCall(JsonValue call, long choice, List<AnswerPiece> pieces)
    {
        if (!EventMembers.HasOnly(call, "index", "id", "type", "function") || !EventMembers.TryIndex(call, "index", out long index)
            || !EventMembers.TryObject(call, "function", out JsonValue? function) || !EventMembers.HasOnly(function, "name", "arguments")
            || !EventMembers.TryText(call, "id", out string id) || !EventMembers.TryText(function, "name", out string name) || !EventMembers.TryText(function, "arguments", out string arguments))
            return false;
        if (id.Length > 0 || name.Length > 0)
            pieces.Add(new(AnswerPieceKind.Call, choice, "", $"{index}", id, name));
        pieces.Add(new(AnswerPieceKind.Arguments, choice, arguments, $"{index}"));
        return true;
    }

    private static bool TryAddText(JsonValue json, string name, long choice, List<AnswerPiece> pieces)
    {
        bool isText = EventMembers.TryText(json, name, out string text);
        if (text.Length > 0)
            pieces.Add(new(AnswerPieceKind.Text, choice, text));
        return isText;
    }
}
