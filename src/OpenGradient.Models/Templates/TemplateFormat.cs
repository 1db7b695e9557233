namespace OpenGradient.Models.Templates;

/// <summary>Values put into a text: Python's <c>str.format</c> and <c>%</c>.</summary>
internal static class TemplateFormat
{
    /// <summary><c>{}</c>, <c>{0}</c> and <c>{name}</c>, with a form behind a colon; doubled braces are braces.</summary>
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
                parts.Add(Field(text.Text[(i + 1)..end], positional, named, ref next));
                i = end;
            }

            start = i + 1;
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts);
    }

    /// <summary><c>%s</c>, <c>%05.1f</c> and the like in turn; <c>%%</c> is a percent sign.</summary>
    /// <param name="text">The form.</param>
    /// <param name="values">A tuple of values, or the one value.</param>
    public static MarkedText Percents(MarkedText text, object values)
    {
        List<object> positional = values as TemplateTuple ?? new List<object> { values };
        List<MarkedText> parts = [];
        int start = 0;
        int next = 0;
        for (int i = 0; (i = text.Text.IndexOf('%', i)) >= 0;)
        {
            parts.Add(text.Slice(start, i - start));
            int end = i + 1;
            while (end < text.Length && !char.IsAsciiLetter(text.Text[end]) && text.Text[end] != '%')
                end++;
            if (end == text.Length)
                throw TemplateError.Runtime("A format ends within a '%'.");
            if (text.Text[end] == '%')
                parts.Add(text.Slice(end, 1));
            else if (next < positional.Count)
                parts.Add(TemplateFormatSpec.ParsePercent(text.Text[(i + 1)..(end + 1)]).Apply(positional[next++]));
            else
                throw TemplateError.Runtime("A format has more places than there are values.");
            start = i = end + 1;
        }

        // Python looks for values by name in whatever has elements, so that it asks nothing of a list or mapping that is left over.
        if (next < positional.Count && values is not (TemplateMap { IsNamespace: false } or TemplateUndefined or List<object> and not TemplateTuple))
            throw TemplateError.Runtime("A format has more values than there are places.");
        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts);
    }

    private static MarkedText Field(string field, List<object> positional, IReadOnlyDictionary<string, object> named, ref int next)
    {
        int colon = field.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? field : field[..colon];
        string conversion = name is [.., '!', 's' or 'r'] ? name[^2..] : "";
        object value = Value(name[..^conversion.Length], positional, named, ref next);
        value = conversion switch { "!r" => MarkedText.FromInput(TemplateRepr.Write(value)), "!s" => TemplateValues.ToText(value), _ => value };
        return colon < 0 ? TemplateValues.ToText(value) : TemplateFormatSpec.ParseField(field[(colon + 1)..]).Apply(value);
    }

    private static object Value(string name, List<object> positional, IReadOnlyDictionary<string, object> named, ref int next)
    {
        if (name.Length == 0 && next < positional.Count)
            return positional[next++];
        if (int.TryParse(name, out int index) && index >= 0 && index < positional.Count)
            return positional[index];
        return named.TryGetValue(name, out object? value) ? value : throw TemplateError.Unsupported($"The field '{{{name}}}' of a format is not supported, or has no value.");
    }
}
