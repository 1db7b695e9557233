using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>Which members the events of the OpenAI API's responses have: any other may show something.</summary>
internal static class ResponseMembers
{
    /// <summary>Whether an event has no member that is not its own.</summary>
    public static bool HasOnlyItsOwn(string type, JsonValue json) => type switch
    {
        "response.created" or "response.in_progress" or "response.completed" or "response.incomplete" => EventMembers.HasOnly(json, "type", "sequence_number", "response"),
        "response.output_item.added" or "response.output_item.done" => EventMembers.HasOnly(json, "type", "sequence_number", "output_index", "item"),
        "response.content_part.added" or "response.content_part.done" => HasOnlyOfPart(json, "part"),
        "response.output_text.delta" => HasOnlyOfPart(json, "delta"),
        "response.output_text.done" => HasOnlyOfPart(json, "text"),
        "response.function_call_arguments.delta" => HasOnlyOfCall(json, "delta"),
        "response.function_call_arguments.done" => HasOnlyOfCall(json, "arguments"),
        _ => false,
    };

    /// <summary>The output of the response that an event has; false if the response has members beside what it says of itself and what it repeats of the request.</summary>
    public static bool TryOutput(JsonValue json, out ImmutableArray<JsonValue> output)
    {
        output = [];
        return EventMembers.TryObject(json, "response", out JsonValue? response) && EventMembers.TryItems(response, "output", out output) && EventMembers.HasOnly(
            response, "id", "object", "created_at", "status", "background", "incomplete_details", "instructions", "model", "output", "max_output_tokens", "parallel_tool_calls",
            "previous_response_id", "store", "temperature", "text", "tool_choice", "tools", "top_p", "top_logprobs", "truncation", "metadata", "usage", "receipt", "receipts");
    }

    private static bool HasOnlyOfPart(JsonValue json, string own) => EventMembers.HasOnly(json, "type", "sequence_number", "item_id", "output_index", "content_index", "logprobs", own);

    private static bool HasOnlyOfCall(JsonValue json, string own) => EventMembers.HasOnly(json, "type", "sequence_number", "item_id", "output_index", "name", own);
}
