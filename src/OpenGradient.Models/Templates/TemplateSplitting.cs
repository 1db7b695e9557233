namespace OpenGradient.Models.Templates;

/// <summary>Texts cut into parts, and parts replaced, as Python has it.</summary>
internal static class TemplateSplitting
{
    /// <summary>Refuses more parts than a list may have.</summary>
    public static void Check(int count)
    {
        if (count > TemplateOperators.ListLimit)
            throw TemplateError.TooLarge($"A text would be cut into more than {TemplateOperators.ListLimit} parts.");
    }

    /// <summary>Replaces every occurrence; not more than <paramref name="limit"/> of them unless that is below 0.</summary>
    public static MarkedText Replace(MarkedText text, MarkedText old, MarkedText replacement, long limit)
    {
        List<MarkedText> parts = [];
        int start = 0;
        foreach (int index in old.Length == 0 ? Borders(text) : Places(text, old.Text))
        {
            if (limit-- == 0)
                break;
            parts.Add(text.Slice(start, index - start));
            parts.Add(replacement);
            start = index + old.Length;
            Check(parts.Count / 2);
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts).As(text.IsSafe);
    }

    /// <summary>Parts between separators, or between white space without one.</summary>
    public static List<object> Split(MarkedText text, object?[] arguments, bool fromEnd)
    {
        long limit = TemplateOperators.Integer(arguments[1] ?? -1L);
        if (arguments[0] is null or TemplateNone)
            return fromEnd ? SplitAtSpaceFromEnd(text, limit) : SplitAtSpace(text, limit);
        MarkedText separator = TemplateStrings.Text(arguments[0]);
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator is empty.");
        return fromEnd ? SplitFromEnd(text, separator.Text, limit) : Split(text, separator.Text, limit);
    }

    /// <summary>Lines, with what ends them or without.</summary>
    public static List<object> Lines(MarkedText text, bool keepsBreaks)
    {
        List<object> lines = [];
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!TemplateCasing.EndsLine(text.Text[i]))
                continue;
            int end = i;
            if (text.Text[i] == '\r' && i + 1 < text.Length && text.Text[i + 1] == '\n')
                i++;
            lines.Add(text.Slice(start, (keepsBreaks ? i + 1 : end) - start));
            start = i + 1;
            Check(lines.Count);
        }

        if (start < text.Length)
            lines.Add(text.Slice(start, text.Length - start));
        return lines;
    }

    /// <summary>What is before the first or last separator, that, and what is behind it.</summary>
    public static TemplateTuple Partition(MarkedText text, MarkedText separator, bool isLast)
    {
        if (separator.Length == 0)
            throw TemplateError.Runtime("The separator is empty.");
        int index = isLast ? text.Text.LastIndexOf(separator.Text, StringComparison.Ordinal) : text.Text.IndexOf(separator.Text, StringComparison.Ordinal);
        MarkedText nothing = MarkedText.Empty.As(text.IsSafe);
        if (index < 0)
            return new TemplateTuple(isLast ? [nothing, nothing, text] : [text, nothing, nothing]);
        int after = index + separator.Length;
        return new TemplateTuple([text.Slice(0, index), text.Slice(index, separator.Length), text.Slice(after, text.Length - after)]);
    }

    /// <summary>Before each code point, and the end.</summary>
    private static IEnumerable<int> Borders(MarkedText text) => Enumerable.Range(0, text.Count + 1).Select(text.UnitAt);

    private static IEnumerable<int> Places(MarkedText text, string part)
    {
        for (int index = -part.Length; (index = text.Text.IndexOf(part, index + part.Length, StringComparison.Ordinal)) >= 0;)
            yield return index;
    }

    private static List<object> Split(MarkedText text, string separator, long limit)
    {
        List<object> parts = [];
        int start = 0;
        foreach (int index in Places(text, separator))
        {
            if (limit-- == 0)
                break;
            parts.Add(text.Slice(start, index - start));
            start = index + separator.Length;
            Check(parts.Count);
        }

        parts.Add(text.Slice(start, text.Length - start));
        return parts;
    }

    private static List<object> SplitFromEnd(MarkedText text, string separator, long limit)
    {
        List<object> parts = [];
        int end = text.Length;
        for (int index; limit != 0 && (index = text.Text.AsSpan(0, end).LastIndexOf(separator, StringComparison.Ordinal)) >= 0; limit--)
        {
            int after = index + separator.Length;
            parts.Add(text.Slice(after, end - after));
            end = index;
            Check(parts.Count);
        }

        parts.Add(text.Slice(0, end));
        parts.Reverse();
        return parts;
    }

    private static List<object> SplitAtSpace(MarkedText text, long limit)
    {
        List<object> parts = [];
        int start = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && !TemplateCasing.IsSpace(text.Text[index]))
                continue;
            if (index > start)
            {
                // The last part has everything that is left, the white space behind it included.
                bool isLast = limit >= 0 && parts.Count == limit;
                parts.Add(text.Slice(start, (isLast ? text.Length : index) - start));
                Check(parts.Count);
                if (isLast)
                    break;
            }

            start = index + 1;
        }

        return parts;
    }

    private static List<object> SplitAtSpaceFromEnd(MarkedText text, long limit)
    {
        List<object> parts = [];
        int end = text.Length;
        while (true)
        {
            while (end > 0 && TemplateCasing.IsSpace(text.Text[end - 1]))
                end--;
            if (end == 0)
                break;
            int start = limit >= 0 && parts.Count == limit ? 0 : end;
            while (start > 0 && !TemplateCasing.IsSpace(text.Text[start - 1]))
                start--;
            parts.Add(text.Slice(start, end - start));
            end = start;
            Check(parts.Count);
        }

        parts.Reverse();
        return parts;
    }
}
