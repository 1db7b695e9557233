using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Texts made longer or shorter at their ends, as Python has it.</summary>
internal static class TemplateLetters
{
    private const int WidthLimit = 1 << 16;

    /// <summary>Removes code points from the ends: white space, or those given.</summary>
    public static MarkedText Strip(MarkedText text, string? letters, bool atStart, bool atEnd)
    {
        HashSet<int>? wanted = letters is null ? null : [.. TemplateCasing.Codes(letters)];
        int Code(int point) => CodeAt(text.Text, text.UnitAt(point));
        bool IsStripped(int point) => wanted?.Contains(Code(point)) ?? TemplateCasing.IsSpace(Code(point));
        int start = 0;
        int end = text.Count;
        while (atStart && start < end && IsStripped(start))
            start++;
        while (atEnd && end > start && IsStripped(end - 1))
            end--;
        return text.Points(start, end - start);
    }

    /// <summary>The text filled up to a width, so much of what is missing before it as <paramref name="before"/> says of that and the width.</summary>
    public static MarkedText Pad(MarkedText text, TemplateCall call, Func<int, int, int> before)
    {
        object?[] bound = call.Bind(1, "/width", "/fillchar");
        MarkedText filler = bound[1] is null ? MarkedText.FromTemplate(" ") : TemplateStrings.Text(bound[1]);
        filler = text.IsSafe ? TemplateHtml.Escape(filler) : filler;
        if (filler.Count != 1)
            throw TemplateError.Runtime("A string is filled up with one letter.");
        int width = Width(TemplateOperators.Integer(bound[0]!));
        int missing = Math.Max(0, width - text.Count);
        int first = before(missing, width);
        return missing == 0 ? text : MarkedText.Concat([.. Enumerable.Repeat(filler, first), text, .. Enumerable.Repeat(filler, missing - first)]).As(text.IsSafe);
    }

    /// <summary>Zeros before the digits and behind the sign.</summary>
    public static MarkedText FillZeros(MarkedText text, long width)
    {
        int signs = text.Text is ['-' or '+', ..] ? 1 : 0;
        int missing = Math.Max(0, Width(width) - text.Count);
        return MarkedText.Concat(text.Slice(0, signs), MarkedText.FromTemplate(new string('0', missing)), text.Slice(signs, text.Length - signs)).As(text.IsSafe);
    }

    /// <summary>Blanks to the next column of so many in place of each tabulator.</summary>
    public static MarkedText ExpandTabs(MarkedText text, long size)
    {
        int columns = Width(Math.Max(0, size));
        List<MarkedText> parts = [];
        int column = 0;
        int start = 0;
        long added = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text.Text[i];
            column = letter is '\n' or '\r' ? 0 : char.IsLowSurrogate(letter) ? column : column + 1;
            if (letter != '\t')
                continue;
            column--;
            int blanks = columns == 0 ? 0 : columns - (column % columns);
            parts.Add(text.Slice(start, i - start));
            parts.Add(MarkedText.FromTemplate(new string(' ', blanks)));
            column += blanks;
            if ((added += blanks) > TemplateOperators.ListLimit)
                throw TemplateError.TooLarge($"Tabulators would become more than {TemplateOperators.ListLimit} blanks.");
            start = i + 1;
            TemplateSplitting.Check(parts.Count / 2);
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts).As(text.IsSafe);
    }

    /// <summary>Code point by code point from the end.</summary>
    public static MarkedText Reverse(MarkedText text)
    {
        StringBuilder reversed = new(text.Length);
        foreach (int code in Enumerable.Reverse(TemplateCasing.Codes(text.Text)))
            TemplateCasing.Append(reversed, code);
        return MarkedText.FromInput(reversed.ToString()).As(text.IsSafe);
    }

    private static int CodeAt(string text, int unit) =>
        unit + 1 < text.Length && char.IsSurrogatePair(text[unit], text[unit + 1]) ? char.ConvertToUtf32(text[unit], text[unit + 1]) : text[unit];

    private static int Width(long width) => width <= WidthLimit
        ? (int)Math.Max(width, 0)
        : throw TemplateError.TooLarge($"A string is filled up to at most {WidthLimit} letters.");
}
