using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Lists and mappings as text: Python's <c>repr</c>, which is what a template gets that writes one as it is.</summary>
internal static class TemplateRepr
{
    private const int DepthLimit = 64;
    private const int LengthLimit = 4 << 20;

    /// <summary>The text of a value.</summary>
    public static string Write(object value, bool isAscii = false, bool isSorted = false)
    {
        StringBuilder text = new();
        Append(text, value, 0, isSorted);
        return isAscii ? ToAscii(text.ToString()) : text.ToString();
    }

    /// <summary>All letters beyond ASCII as escapes: Python's <c>ascii</c>.</summary>
    private static string ToAscii(string text)
    {
        StringBuilder ascii = new();
        foreach (int code in TemplateCasing.Codes(text))
        {
            if (code < 0x80)
                ascii.Append((char)code);
            else
                AppendEscape(ascii, code);
        }

        return ascii.ToString();
    }

    private static void Append(StringBuilder text, object value, int depth, bool isSorted)
    {
        if (depth > DepthLimit || text.Length > LengthLimit)
            throw TemplateError.TooLarge($"A list would nest deeper than {DepthLimit} levels or take more than {LengthLimit} letters.");
        switch (value)
        {
            case MarkedText letters:
                AppendString(text.Append(letters.IsSafe ? "Markup(" : ""), letters.Text);
                text.Append(letters.IsSafe ? ")" : "");
                break;
            case TemplateTuple tuple:
                AppendItems(text, "()", tuple.Count, i => Append(text, tuple[i], depth + 1, isSorted));
                if (tuple.Count == 1)
                    text.Insert(text.Length - 1, ',');
                break;
            case List<object> list:
                AppendItems(text, "[]", list.Count, i => Append(text, list[i], depth + 1, isSorted));
                break;
            case TemplateMap map:
                IReadOnlyList<KeyValuePair<object, object>> entries = isSorted
                    ? [.. map.Entries.OrderBy(static entry => entry.Key, Comparer<object>.Create(static (left, right) => new TemplateEquality().Compare(left, right)))]
                    : map.Entries;
                AppendItems(text, "{}", entries.Count, i =>
                {
                    Append(text, entries[i].Key, depth + 1, isSorted);
                    text.Append(": ");
                    Append(text, entries[i].Value, depth + 1, isSorted);
                });
                break;
            case TemplateUndefined:
                text.Append("Undefined");
                break;
            default:
                text.Append(TemplateValues.ToText(value).Text);
                break;
        }
    }

    private static void AppendItems(StringBuilder text, string brackets, int count, Action<int> append)
    {
        text.Append(brackets[0]);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(", ");
            append(i);
        }

        text.Append(brackets[1]);
    }

    private static void AppendString(StringBuilder text, string letters)
    {
        char quote = letters.Contains('\'', StringComparison.Ordinal) && !letters.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        text.Append(quote);
        foreach (int code in TemplateCasing.Codes(letters))
        {
            int index = code < 0x80 ? "\\\n\r\t".IndexOf((char)code, StringComparison.Ordinal) : -1;
            if (index >= 0)
                text.Append('\\').Append("\\nrt"[index]);
            else if (code == quote)
                text.Append('\\').Append(quote);
            else if (TemplateCasing.IsPrintable(code))
                TemplateCasing.Append(text, code);
            else
                AppendEscape(text, code);
        }

        text.Append(quote);
    }

    private static void AppendEscape(StringBuilder text, int code) => text.Append(code switch
    {
        < 0x100 => "\\x" + code.ToString("x2", CultureInfo.InvariantCulture),
        < 0x10000 => "\\u" + code.ToString("x4", CultureInfo.InvariantCulture),
        _ => "\\U" + code.ToString("x8", CultureInfo.InvariantCulture),
    });
}
