using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Client;

/// <summary>The parts of a request for chat or text completions, in the order in which a receipt commits to them (receipt-1 §3); JSON is in its canonical form.</summary>
internal static class SentParts
{
    /// <summary>Everything but the tokens.</summary>
    public static ImmutableArray<CommitmentLeaf> Of(JsonValue request)
    {
        var parts = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        foreach ((int index, JsonValue message) in Items(request, "messages").Index())
            parts.Add(new(LeafKind.Message, $"{index}", CanonicalJson.Serialize(Message(message))));
        if (request.TryGetString("prompt", out string? prompt))
            parts.Add(new(LeafKind.Prompt, "", Encoding.UTF8.GetBytes(prompt)));
        JsonValue? tools = Tools(request);
        if (tools is not null)
            parts.Add(Json(LeafKind.Tools, "", tools));
        if (Given(request, "stop") is { } stop && !(stop is { Kind: JsonKind.Array, Items.IsEmpty: true }))
            parts.Add(Json(LeafKind.Stop, "", stop.Kind == JsonKind.String ? JsonValue.Array([stop]) : stop));
        if (Given(request, "logit_bias") is { Members.IsEmpty: false } bias)
            parts.Add(Json(LeafKind.LogitBias, "", bias));
        parts.AddRange(Constraints(request, hasTools: tools is not null));
        return parts.ToImmutable();
    }

    /// <summary>What holds the answer to a form; a request has one such, and perhaps the wish for one call at a time.</summary>
    private static IEnumerable<CommitmentLeaf> Constraints(JsonValue request, bool hasTools)
    {
        if (Given(request, "response_format") is { } format && !IsText(format, "type", "text"))
            yield return Json(LeafKind.Constraint, "response_format", format);
        if (Given(request, "grammar") is { } grammar)
            yield return Json(LeafKind.Constraint, "grammar", grammar);
        if (Given(request, "tool_choice") is { } choice && !IsText(request, "tool_choice", "auto") && !IsText(request, "tool_choice", "none"))
            yield return Json(LeafKind.Constraint, "tool_choice", choice);
        if (hasTools && Given(request, "parallel_tool_calls") is { Kind: JsonKind.False })
            yield return Json(LeafKind.Constraint, "parallel_tool_calls", JsonValue.False);
    }

    /// <summary>A message as the model sees it: text parts are joined, <c>developer</c> is <c>system</c>, what is <c>null</c> or empty is left out.</summary>
    private static JsonValue Message(JsonValue message)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        foreach ((string name, JsonValue value) in message.Members)
        {
            if (value.Kind == JsonKind.Null || name is "annotations" or "refusal")
                continue;
            members.Add(new(name, name switch
            {
                "role" when value.Text == "developer" => JsonValue.String("system"),
                "content" when value.Kind == JsonKind.Array => JsonValue.String(string.Concat(value.Items.Select(static part => part.TryGetString("text", out string? text) ? text : ""))),
                _ => value,
            }));
        }

        return JsonValue.Object(members.ToImmutable());
    }

    /// <summary>The tools that the model is told of; null if there are none.</summary>
    private static JsonValue? Tools(JsonValue request) =>
        Given(request, "tools") is { Items.IsEmpty: false } tools && !IsText(request, "tool_choice", "none") ? tools : null;

    private static CommitmentLeaf Json(string kind, string label, JsonValue value) => new(kind, label, CanonicalJson.Serialize(value));

    private static ImmutableArray<JsonValue> Items(JsonValue request, string name) => request.TryGet(name, out JsonValue? list) ? list.Items : [];

    /// <summary>A member that is there and not <c>null</c>.</summary>
    private static JsonValue? Given(JsonValue request, string name) => request.TryGet(name, out JsonValue? value) && value.Kind != JsonKind.Null ? value : null;

    private static bool IsText(JsonValue json, string name, string text) => json.TryGetString(name, out string? value) && value == text;
}
