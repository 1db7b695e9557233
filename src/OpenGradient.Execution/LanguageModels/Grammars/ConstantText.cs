using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A JSON value as the one text that a constant stands for: no white space, strings as RFC 8785 writes them, members and numbers as they came.</summary>
internal static class ConstantText
{
    public static string Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "{" + string.Join(',', value.Members.Select(static member => $"{Of(JsonValue.String(member.Key))}:{Of(member.Value)}")) + "}",
        JsonKind.Array => "[" + string.Join(',', value.Items.Select(Of)) + "]",
        JsonKind.Number => value.Text,
        _ => Encoding.UTF8.GetString(CanonicalJson.Serialize(value)),
    };

    /// <summary>Whether the value is of a type of JSON Schema.</summary>
    public static bool IsOfType(JsonValue value, string type) => value.Kind switch
    {
        JsonKind.Object => type == "object",
        JsonKind.Array => type == "array",
        JsonKind.String => type == "string",
        JsonKind.Number => type == "number" || (type == "integer" && !value.Text.AsSpan().ContainsAny('.', 'e', 'E')),
        JsonKind.True or JsonKind.False => type == "boolean",
        _ => type == "null",
    };
}
