using System.Globalization;
using System.Numerics;
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
            case BigInteger large:
                json.Append(large.ToString(CultureInfo.InvariantCulture));
                break;
            case double number:
                json.Append(Number(number));
                break;
            case MarkedText text:
                AppendString(json, text.Text, style.IsAscii);
                break;
            case List<object> list:
                AppendItems(json, "[]", list.Count, style, depth, i => Append(json, list[i], style, depth + 1));
                break;
            case TemplateObject { Items: { } items }:
                // Python fails here; llama.cpp does not, and templates made for it write what 'map' gives.
                Append(json, items.ToList(), style, depth);
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
        ? [.. map.Entries.OrderBy(static entry => entry.Key, Comparer<object>.Create(static (left, right) => new TemplateEquality().Compare(left, right)))]
        : [.. map.Entries];

    private static string Key(object key) => key switch
    {
        bool flag => flag ? "true" : "false",
        TemplateNone => "null",
        double number => Number(number),
        MarkedText text => text.Text,
        long or BigInteger => TemplateValues.ToText(key).Text,
        _ => throw TemplateError.Runtime($"{TemplateValues.Describe(key)} cannot be a key of JSON."),
    };

    private static string Number(double number) => double.IsFinite(number) ? TemplateReals.Print(number)
        : double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";

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

    private static void BreakLine(StringBuilder json, string? indent, int depth)
    {
        if (indent is null)
            return;
        json.Append('\n');
        for (int i = 0; i < depth; i++)
            json.Append(indent);
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
