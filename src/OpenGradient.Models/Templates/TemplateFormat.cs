namespace OpenGradient.Models.Templates;

/// <summary>Values put into a text: Python's <c>str.format</c> and <c>%</c>, without widths and precisions.</summary>
internal static class TemplateFormat
{
    /// <summary><c>{}</c>, <c>{0}</c> and <c>{name}</c>; doubled braces are braces.</summary>
    public static MarkedText Braces(MarkedText text, List<object> positional, IReadOnlyDictionary<string, object> named)
    {
        List<MarkedText> parts = [];
        int start = 0;
        int next = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text.Text[i];
            if (letter is not ('{' or '}'))
                continue;
            parts.Add(text.Slice(start, i - start));
            if (i + 1 < text.Length && text.Text[i + 1] == letter)
            {
                parts.Add(text.Slice(i++, 1));
            }
            else
            {
                int end = letter == '{' ? text.Text.IndexOf('}', i) : -1;
                if (end < 0)
                    throw TemplateError.Runtime("A brace of a format is alone.");
                parts.Add(TemplateValues.ToText(Field(text.Text[(i + 1)..end], positional, named, ref next)));
                i = end;
            }

            start = i + 1;
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts);
    }

    /// <summary><c>%s</c> and <c>%d</c> in turn; <c>%%</c> is a percent sign.</summary>
    public static MarkedText Percents(MarkedText text, List<object> positional)
    {
        List<MarkedText> parts = [];
        int start = 0;
        int next = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text.Text[i] != '%')
                continue;
            parts.Add(text.Slice(start, i - start));
            parts.Add(text.Text[i + 1] switch
            {
                '%' => text.Slice(i, 1),
                's' or 'd' when next < positional.Count => TemplateValues.ToText(positional[next++]),
                _ => throw TemplateError.Unsupported($"'%{text.Text[i + 1]}' of a format is not supported, or has no value."),
            });
            start = ++i + 1;
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts);
    }

    private static object Field(string name, List<object> positional, IReadOnlyDictionary<string, object> named, ref int next)
    {
        if (name.Length == 0 && next < positional.Count)
            return positional[next++];
        if (int.TryParse(name, out int index) && index >= 0 && index < positional.Count)
            return positional[index];
        return named.TryGetValue(name, out object? value) ? value : throw TemplateError.Unsupported($"The field '{{{name}}}' of a format is not supported, or has no value.");
    }
}
