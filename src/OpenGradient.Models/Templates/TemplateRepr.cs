using System.Globalization;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Lists and mappings as text: Python's <c>repr</c>, which is what a template gets that writes one as it is.</summary>
internal static class TemplateRepr
{
    private const int DepthLimit = 64;
    private const int LengthLimit = 4 << 20;

    /// <summary>The text of a value.</summary>
    public static string Write(object value)
    {
        StringBuilder text = new();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object value, int depth)
    {
        if (depth > DepthLimit || text.Length > LengthLimit)
            throw TemplateError.TooLarge($"A list would nest deeper than {DepthLimit} levels or take more than {LengthLimit} letters.");
        switch (value)
        {
            case MarkedText letters:
                AppendString(text, letters.Text);
                break;
            case TemplateView view when view.IsRange:
                text.Append(view.Name);
                break;
            case TemplateView view:
                text.Append(view.Name).Append('(');
                AppendItems(text, "[]", view.Count, i => Append(text, view[i], depth + 1));
                text.Append(')');
                break;
            case TemplateTuple tuple:
                AppendItems(text, "()", tuple.Count, i => Append(text, tuple[i], depth + 1));
                if (tuple.Count == 1)
                    text.Insert(text.Length - 1, ',');
                break;
            case List<object> list:
                AppendItems(text, "[]", list.Count, i => Append(text, list[i], depth + 1));
                break;
            case TemplateMap map:
                text.Append(map.IsNamespace ? "<Namespace " : "");
                AppendItems(text, "{}", map.Entries.Count, i =>
                {
                    Append(text, map.Entries[i].Key, depth + 1);
                    text.Append(": ");
                    Append(text, map.Entries[i].Value, depth + 1);
                });
                text.Append(map.IsNamespace ? ">" : "");
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
        foreach (char letter in letters)
        {
            int index = "\\\n\r\t".IndexOf(letter, StringComparison.Ordinal);
            if (index >= 0)
                text.Append('\\').Append("\\nrt"[index]);
            else if (letter == quote)
                text.Append('\\').Append(letter);
            else if (letter is < ' ' or (>= '\u007F' and <= '\u00A0') or '\u00AD')
                text.Append("\\x").Append(((int)letter).ToString("x2", CultureInfo.InvariantCulture));
            else
                text.Append(letter);
        }

        text.Append(quote);
    }
}
