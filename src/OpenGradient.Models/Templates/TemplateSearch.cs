namespace OpenGradient.Models.Templates;

/// <summary>Where a text has a part, between bounds in code points, as Python has it.</summary>
internal static class TemplateSearch
{
    /// <summary>The first or last place of a part; below 0 if there is none.</summary>
    public static long Find(MarkedText text, object?[] arguments, bool isLast)
    {
        string part = TemplateStrings.Text(arguments[0]).Text;
        if (Bounds(text, arguments) is not var (start, length))
            return -1;
        ReadOnlySpan<char> range = text.Text.AsSpan(start, length);
        // In .NET too, the empty part is first at the start and last at the end.
        int index = isLast ? range.LastIndexOf(part, StringComparison.Ordinal) : range.IndexOf(part, StringComparison.Ordinal);
        return index < 0 ? -1 : text.PointAt(start + index);
    }

    /// <summary>How often a part is there, without overlaps; the empty one before each letter and at the end.</summary>
    public static object Count(MarkedText text, object?[] arguments)
    {
        string part = TemplateStrings.Text(arguments[0]).Text;
        if (Bounds(text, arguments) is not var (start, length))
            return 0L;
        if (part.Length == 0)
            return text.PointAt(start + length) - text.PointAt(start) + 1L;
        long count = 0;
        int end = start + length;
        for (int index; (index = text.Text.IndexOf(part, start, end - start, StringComparison.Ordinal)) >= 0; count++)
            start = index + part.Length;
        return count;
    }

    /// <summary>Whether a text begins or ends with a part, or with one of a tuple of them.</summary>
    public static object Begins(MarkedText text, object?[] arguments, bool atEnd)
    {
        List<MarkedText> parts = arguments[0] is TemplateTuple several ? [.. several.Select(TemplateStrings.Text)] : [TemplateStrings.Text(arguments[0])];
        if (Bounds(text, arguments) is not var (start, length))
            return false;
        return parts.Exists(part => atEnd
            ? text.Text.AsSpan(start, length).EndsWith(part.Text, StringComparison.Ordinal)
            : text.Text.AsSpan(start, length).StartsWith(part.Text, StringComparison.Ordinal));
    }

    /// <summary>The units between the bounds; null where the first is behind the text or the last.</summary>
    private static (int Start, int Length)? Bounds(MarkedText text, object?[] arguments)
    {
        long Bound(object? given, long byDefault)
        {
            if (given is null or TemplateNone)
                return byDefault;
            long bound = TemplateOperators.Integer(given);
            return Math.Max(0, bound < 0 ? bound + text.Count : bound);
        }

        long start = Bound(arguments[1], 0);
        long end = Math.Min(Bound(arguments[2], text.Count), text.Count);
        if (start > end)
            return null;
        int first = text.UnitAt((int)start);
        return (first, text.UnitAt((int)end) - first);
    }
}
