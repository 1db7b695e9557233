using System.Globalization;
using System.Numerics;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>A JSON value as the one text that a constant stands for: no white space, strings as RFC 8785 writes them, members and numbers as they came.</summary>
internal static class ConstantText
{
    private const int MaximumExponentDigits = 20; // a number with more is equal to none that anybody writes otherwise

    public static string Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "{" + string.Join(',', value.Members.Select(static member => $"{Of(JsonValue.String(member.Key))}:{Of(member.Value)}")) + "}",
        JsonKind.Array => "[" + string.Join(',', value.Items.Select(Of)) + "]",
        JsonKind.Number => value.Text,
        _ => Encoding.UTF8.GetString(CanonicalJson.Serialize(value)),
    };

    /// <summary>A text that is the same for equal values and for no others: numbers without needless digits, members by name.</summary>
    public static string KeyOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Object => "{" + string.Join(',', value.Members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => $"{Of(JsonValue.String(member.Key))}:{KeyOf(member.Value)}")) + "}",
        JsonKind.Array => "[" + string.Join(',', value.Items.Select(KeyOf)) + "]",
        JsonKind.Number => KeyOfNumber(value.Text),
        _ => Of(value),
    };

    /// <summary>The digits from the first to the last that is not zero, and the power of ten of the last.</summary>
    private static string KeyOfNumber(string text)
    {
        int mark = text.IndexOfAny(['e', 'E']);
        string digits = mark < 0 ? text : text[..mark];
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        string all = digits.Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimStart('0');
        string kept = all.TrimEnd('0');
        if (kept.Length == 0)
            return "0";
        ReadOnlySpan<char> exponent = mark < 0 ? [] : text.AsSpan(mark + 1);
        ReadOnlySpan<char> exponentDigits = exponent.TrimStart("+-0");
        if (exponentDigits.Length > MaximumExponentDigits)
            return text;
        BigInteger power = exponentDigits.IsEmpty ? 0 : BigInteger.Parse(exponentDigits, NumberStyles.None, CultureInfo.InvariantCulture);
        power = (exponent.StartsWith('-') ? -power : power) - (point < 0 ? 0 : digits.Length - point - 1) + (all.Length - kept.Length);
        return $"{(text[0] == '-' ? "-" : "")}{kept}e{power}";
    }

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
