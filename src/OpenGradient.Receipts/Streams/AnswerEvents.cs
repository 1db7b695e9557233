using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Reads the events of the four streaming APIs: what they show of answers, and the receipts at their end.</summary>
/// <remarks>An event that may show something and is not known here is refused: what nobody compares, nobody should show.</remarks>
internal static class AnswerEvents
{
    /// <summary>What an event shows; false if it is not known, or is one of another API: clients of the one pass over what the other shows.</summary>
    /// <param name="name">The event's name; null if it has none.</param>
    /// <param name="json">Its data.</param>
    /// <param name="api">The API of the stream; null before the first event that tells it.</param>
    /// <param name="pieces">Where to put what it shows.</param>
    public static bool TryRead(string? name, JsonValue json, ref AnswerApi? api, List<AnswerPiece> pieces)
    {
        if (!json.TryGet("type", out JsonValue? type))
            return name is null && CompletionEvents.TryRead(json, ref api, pieces);
        if (type.Kind != JsonKind.String || (name ?? type.Text) != type.Text)
            return false;
        return type.Text.StartsWith("response.", StringComparison.Ordinal)
            ? IsOf(AnswerApi.Responses, ref api) && ResponseEvents.TryRead(type.Text, json, pieces)
            : IsOf(AnswerApi.Messages, ref api) && MessageEvents.TryRead(type.Text, json, pieces);
    }

    /// <summary>Whether an event says that the stream is over, as <c>[DONE]</c> does in the APIs whose events have no type.</summary>
    public static bool IsEndMark(JsonValue json) => json.TryGetString("type", out string? type) && type is "message_stop" or "response.completed" or "response.incomplete";

    /// <summary>Whether the stream is, or becomes with this event, one of this API.</summary>
    public static bool IsOf(AnswerApi own, ref AnswerApi? api) => (api ??= own) == own;

    /// <summary>The receipts that an event brings, in the order of the answers; false if one is malformed.</summary>
    public static bool TryReadReceipts(JsonValue json, List<DsseEnvelope> receipts)
    {
        JsonValue holder = json.TryGet("response", out JsonValue? response) ? response : json;
        JsonValue[] found = holder.TryGet("receipt", out JsonValue? only) ? [only] : holder.TryGet("receipts", out JsonValue? several) ? [.. several.Items] : [];
        foreach (JsonValue receipt in found)
        {
            if (!receipt.TryGet("dsse", out JsonValue? dsse) || !DsseEnvelope.TryRead(dsse, out DsseEnvelope? envelope))
                return false;
            receipts.Add(envelope);
        }

        return true;
    }
}
