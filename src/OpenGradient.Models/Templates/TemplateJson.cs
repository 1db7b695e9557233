using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>The filter <c>tojson</c>: JSON as chat templates are trained on it, like Python's <c>json.dumps(x, ensure_ascii=False)</c>.</summary>
internal static class TemplateJson
{
    private const int DepthLimit = 64;
    private const int LengthLimit = 4 << 20;

    /// <summary>Writes a value.</summary>
    public static string Write(object value, TemplateJsonStyle style)
    {
        StringBuilder json = new();
        Append(json, value, style, 0);
        return json.ToString();
    }

    /// <summary>A floating-point number as Python writes it: always with a point or an exponent.</summary>
    public static string Number(double number)
    {
        // Python turns to exponents one digit later.
        if (double.Abs(number) is >= 1e15 and < 1e16)
            return number.ToString("F1", CultureInfo.InvariantCulture);
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (double.Abs(number) is >= 1e16 and < 1e17 && !text.Contains('E', StringComparison.Ordinal))
            return WithExponent(text);
        return text.AsSpan().ContainsAny(".EN") ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    /// <summary>Whole digits with a point behind the first, and how many the others were.</summary>
    private static string WithExponent(string digits)
    {
        int first = digits[0] == '-' ? 2 : 1;
        string rest = digits[first..].TrimEnd('0');
        return $"{digits[..first]}{(rest.Length > 0 ? "." : "")}{rest}e+{digits.Length - first}";
    }

    private static void Append(StringBuilder json, object value, TemplateJsonStyle style, int depth)
    {
        // A namespace can hold itself, and shared parts can multiply.
        if (depth > DepthLimit || json.Length > LengthLimit)
            throw TemplateError.TooLarge($"JSON would nest deeper than {DepthLimit} levels or take more than {LengthLimit} letters.");
        switch (value)
        {
            case TemplateNone:
                json.Append("null");
                break;
            case bool flag:
                json.Append(flag ? "true" : "false");
                break;
            case long integer:
                json.Append(integer);
                break;
            case double number:
                json.Append(Number(number));
                break;
            case MarkedText text:
                AppendString(json, text.Text, style.IsAscii);
                break;
            case TemplateView or TemplateMap { IsNamespace: true }:
                throw TemplateError.Runtime($"{TemplateValues.Describe(value)} that is only gone through is no JSON: a list is, which the filter 'list' makes of it.");
            case List<object> list:
                AppendItems(json, "[]", list.Count, style, depth, i => Append(json, list[i], style, depth + 1));
                break;
            case TemplateMap map:
                KeyValuePair<object, object>[] entries = Entries(map, style.IsSorted);
                AppendItems(json, "{}", entries.Length, style, depth, i =>
                {
                    AppendString(json, Key(entries[i].Key), style.IsAscii);
                    json.Append(style.Colon);
                    Append(json, entries[i].Value, style, depth + 1);
                });
                break;
            default:
                throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be written as JSON.");
        }
    }

    private static KeyValuePair<object, object>[] Entries(TemplateMap map, bool isSorted) => isSorted
        ? [.. map.Entries.OrderBy(static entry => Key(entry.Key), StringComparer.Ordinal)]
        : [.. map.Entries];

    private static string Key(object key) => key switch
    {
        bool flag => flag ? "true" : "false",
        TemplateNone => "null",
        _ => TemplateValues.ToText(key).Text,
    };

    private static void AppendItems(StringBuilder json, string brackets, int count, TemplateJsonStyle style, int depth, Action<int> append)
    {
        json.Append(brackets[0]);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                json.Append(style.Comma);
            BreakLine(json, style.Indent, depth + 1);
            append(i);
        }

        if (count > 0)
            BreakLine(json, style.Indent, depth);
        json.Append(brackets[1]);
    }

    private static void BreakLine(StringBuilder json, int indent, int depth)
    {
        if (indent >= 0)
            json.Append('\n').Append(' ', indent * depth);
    }

    private static void AppendString(StringBuilder json, string text, bool isAscii)
    {
        json.Append('"');
        foreach (char letter in text)
        {
            int index = "\"\\\n\r\t\b\f".IndexOf(letter, StringComparison.Ordinal);
            if (index >= 0)
                json.Append('\\').Append("\"\\nrtbf"[index]);
            else if (letter < ' ' || (isAscii && letter > '~'))
                json.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                json.Append(letter);
        }

        json.Append('"');
    }
}
