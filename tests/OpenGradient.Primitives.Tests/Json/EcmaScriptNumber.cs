using System.Globalization;

namespace OpenGradient.Primitives.Tests;

/// <summary>The ECMAScript form of a number (ECMA-262 Number::toString), which RFC 8785 asks for; for the vectors only.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>Writes every number of a tree in its ECMAScript form.</summary>
    public static JsonValue Normalize(JsonValue value) => value.Kind switch
    {
        JsonKind.Number => JsonValue.Number(Format(double.Parse(value.Text, CultureInfo.InvariantCulture))),
        JsonKind.Array => JsonValue.Array([.. value.Items.Select(Normalize)]),
        JsonKind.Object => JsonValue.Object([.. value.Members.Select(static member => KeyValuePair.Create(member.Key, Normalize(member.Value)))]),
        _ => value,
    };

    /// <summary>The platform gives the shortest digits that read back as the same number; ECMAScript says where the point goes.</summary>
    public static string Format(double value)
    {
        if (value == 0)
            return "0";
        string[] parts = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        string[] mantissa = parts[0].Split('.');
        string digits = string.Concat(mantissa);
        int leadingZeros = digits.Length - digits.TrimStart('0').Length;
        int point = mantissa[0].Length - leadingZeros + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        digits = digits.Trim('0');
        return (value < 0 ? "-" : "") + Place(digits, point);
    }

    private static string Place(string digits, int point) => point switch
    {
        > 21 or <= -6 => $"{digits[..1]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(point > 0 ? "+" : "-")}{Math.Abs(point - 1)}",
        <= 0 => "0." + new string('0', -point) + digits,
        _ when digits.Length <= point => digits.PadRight(point, '0'),
        _ => $"{digits[..point]}.{digits[point..]}",
    };
}
