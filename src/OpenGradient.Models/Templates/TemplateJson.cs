using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>The filter <c>tojson</c>: JSON as chat templates are trained on it, like Python's <c>json.dumps(x, ensure_ascii=False)</c>.</summary>
internal static class TemplateJson
{
    private const int DepthLimit = 64;
    private const int LengthLimit = 4 << 20;

    /// <summary>Writes a value; <paramref name="indent"/> below 0 puts it on one line.</summary>
    public static string Write(object value, int indent)
    {
        StringBuilder json = new();
        Append(json, value, indent, 0);
        return json.ToString();
    }

    /// <summary>A floating-point number as Python writes it: always with a point or an exponent.</summary>
    public static string Number(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny(".EN") ? text.Replace("E", "e", StringComparison.Ordinal) : text + ".0";
    }

    private static void Append(StringBuilder json, object value, int indent, int depth)
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
                AppendString(json, text.Text);
                break;
            case List<object> list:
                AppendItems(json, "[]", list.Count, indent, depth, i => Append(json, list[i], indent, depth + 1));
                break;
            case TemplateMap map:
                AppendItems(json, "{}", map.Entries.Count, indent, depth, i =>
                {
                    AppendString(json, map.Entries[i].Key.Text);
                    json.Append(": ");
                    Append(json, map.Entries[i].Value, indent, depth + 1);
                });
                break;
            default:
                throw TemplateError.Runtime($"{TemplateValues.Describe(value)} cannot be written as JSON.");
        }
    }

    private static void AppendItems(StringBuilder json, string brackets, int count, int indent, int depth, Action<int> append)
    {
        json.Append(brackets[0]);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                json.Append(indent < 0 ? ", " : ",");
            BreakLine(json, indent, depth + 1);
            append(i);
        }

        if (count > 0)
            BreakLine(json, indent, depth);
        json.Append(brackets[1]);
    }

    private static void BreakLine(StringBuilder json, int indent, int depth)
    {
        if (indent >= 0)
            json.Append('\n').Append(' ', Math.Min(indent, 16) * depth);
    }

    private static void AppendString(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char letter in text)
        {
            int index = "\"\\\n\r\t\b\f".IndexOf(letter, StringComparison.Ordinal);
            if (index >= 0)
                json.Append('\\').Append("\"\\nrtbf"[index]);
            else if (letter < ' ')
                json.Append("\\u").Append(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
            else
                json.Append(letter);
        }

        json.Append('"');
    }
}
