using OpenGradient.Models.Templates;
using OpenGradient.Primitives;

namespace OpenGradient.Gateway;

/// <summary>What an answer is held to: a format, a grammar, or a call of a tool.</summary>
/// <param name="Parameter">The parameter that it came in: <c>response_format</c>, <c>grammar</c>, <c>tool_choice</c> or <c>parallel_tool_calls</c>.</param>
/// <param name="Json">Its value, parsed.</param>
/// <param name="Text">The bytes of the value, as the client sent them or as they were translated from another API; receipts commit to them.</param>
internal sealed record ChatConstraint(string Parameter, JsonValue Json, byte[] Text)
{
    /// <summary>One call at most: beside another constraint, or alone.</summary>
    public static ChatConstraint OneCall { get; } = Translate("parallel_tool_calls", JsonValue.False);

    /// <summary>Any call of a tool, for APIs that say so in words of their own.</summary>
    public static ChatConstraint AnyCall { get; } = Translate("tool_choice", JsonValue.String("required"));

    /// <summary>One call of one function.</summary>
    public static ChatConstraint CallOf(string function) => Translate(
        "tool_choice", JsonValue.Object(("type", JsonValue.String("function")), ("function", JsonValue.Object(("name", JsonValue.String(function))))));

    /// <summary>Some JSON object.</summary>
    public static ChatConstraint AnyJson { get; } = Translate("response_format", JsonValue.Object(("type", JsonValue.String("json_object"))));

    /// <summary>JSON of a schema.</summary>
    public static ChatConstraint JsonOf(JsonValue schema) => Translate(
        "response_format", JsonValue.Object(("type", JsonValue.String("json_schema")), ("json_schema", JsonValue.Object(("schema", schema)))));

    /// <summary>Reads what a request says; null if it leaves the model free.</summary>
    /// <exception cref="InvalidInputException">It says two things.</exception>
    public static ChatConstraint? Read(JsonValue json, ReadOnlySpan<byte> body)
    {
        ChatConstraint? constraint = null;
        foreach (string parameter in (ReadOnlySpan<string>)["response_format", "grammar", "tool_choice"])
        {
            if (JsonMembers.Optional(json, parameter) is not { } value || IsFree(parameter, value))
                continue;
            if (constraint is not null)
                throw JsonMembers.Invalid(parameter, $"It contradicts '{constraint.Parameter}': an answer is held to one form.");
            constraint = new(parameter, value, RawJson.FindMember(body, parameter));
        }

        return constraint;
    }

    private static ChatConstraint Translate(string parameter, JsonValue value) => new(parameter, value, JsonText.WriteBytes(value));

    private static bool IsFree(string parameter, JsonValue value) => parameter switch
    {
        "response_format" => value.TryGetString("type", out string? type) && type == "text",
        "tool_choice" => value is { Kind: JsonKind.String, Text: "auto" or "none" },
        _ => false,
    };
}
