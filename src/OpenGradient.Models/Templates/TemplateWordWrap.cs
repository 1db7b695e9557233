namespace OpenGradient.Models.Templates;

/// <summary>The filter <c>wordwrap</c>: Python's <c>textwrap</c> with tabulators and line breaks as they are.</summary>
internal sealed class TemplateWordWrap
{
    private readonly MarkedText _text;
    private readonly List<int> _codes;
    private readonly int _width;
    private readonly bool _breaksLongWords;
    private readonly bool _breaksAtHyphens;

    private TemplateWordWrap(MarkedText line, int width, bool breaksLongWords, bool breaksAtHyphens)
    {
        _text = line;
        _codes = TemplateCasing.Codes(line.Text);
        _width = width;
        _breaksLongWords = breaksLongWords;
        _breaksAtHyphens = breaksAtHyphens;
    }

    /// <summary>Lines of at most a width, each line of the text for itself.</summary>
    public static MarkedText Wrap(MarkedText text, object?[] arguments)
    {
        bool IsSet(object? value) => value is null || TemplateValues.IsTrue(value);
        long width = TemplateOperators.Integer(arguments[0] ?? 79L);
        MarkedText separator = arguments[2] is null or TemplateNone ? MarkedText.FromTemplate("\n") : TemplateStrings.Text(arguments[2]);
        List<MarkedText> parts = [];
        foreach (object line in TemplateSplitting.Lines(text.As(isSafe: false), keepsBreaks: false))
        {
            if (width <= 0 && ((MarkedText)line).Length > 0)
                throw TemplateError.Runtime("The filter 'wordwrap' needs a width above 0.");
            TemplateWordWrap wrap = new((MarkedText)line, (int)Math.Clamp(width, 1, int.MaxValue), IsSet(arguments[1]), IsSet(arguments[3]));
            List<MarkedText> wrapped = wrap.Lines();
            for (int i = 0; i < Math.Max(1, wrapped.Count); i++)
                parts.AddRange(i < wrapped.Count ? [wrapped[i], separator] : [separator]);
            TemplateSplitting.Check(parts.Count / 2);
        }

        return MarkedText.Concat(parts.Count > 0 ? parts[..^1] : parts);
    }

    private List<MarkedText> Lines()
    {
        List<(int Start, int End)> chunks = Chunks();
        List<MarkedText> lines = [];
        int next = 0;
        while (next < chunks.Count)
        {
            // White space begins no line but the first.
            if (lines.Count > 0 && IsBlank(chunks[next]) && ++next == chunks.Count)
                break;
            int first = next;
            int length = 0;
            for (; next < chunks.Count && length + Length(chunks[next]) <= _width; next++)
                length += Length(chunks[next]);
            (int start, int end) = (chunks[first].Start, next > first ? chunks[next - 1].End : chunks[first].Start);
            bool takesNothing = false;
            if (next < chunks.Count && Length(chunks[next]) > _width)
            {
                takesNothing = _breaksLongWords && length == _width;
                end = BreakLongWord(chunks, ref next, first, length, end);
            }

            int last = next - 1;
            // Nor does it end one, unless the next word is broken where it begins: Python drops the nothing that it takes of that.
            if (last >= first && !takesNothing && end == chunks[last].End && IsBlank(chunks[last]))
                end = chunks[last].Start;
            if (end > start)
                lines.Add(_text.Points(start, end - start));
        }

        return lines;
    }

    /// <summary>Takes what fits of a word that fits in no line, or all of it if words stay whole and the line is empty; returns where the line ends.</summary>
    private int BreakLongWord(List<(int Start, int End)> chunks, ref int next, int first, int length, int end)
    {
        (int start, int stop) = chunks[next];
        int space = _width - length;
        if (!_breaksLongWords)
        {
            if (next > first)
                return end;
            next++;
            return stop;
        }

        int cut = start + space;
        if (_breaksAtHyphens && stop - start > space && LastHyphen(start, cut) is var hyphen and >= 0)
            cut = hyphen + 1;
        if (cut == start)
            return end;
        chunks[next] = (cut, stop);
        // The part taken stands as a chunk of its own, so that what follows sees where the line ends.
        chunks.Insert(next, (start, cut));
        next++;
        return cut;
    }

    /// <summary>The last hyphen in the space with something else than hyphens before it; below 0 if there is none.</summary>
    private int LastHyphen(int start, int end)
    {
        int hyphen = end - 1;
        while (hyphen > start && _codes[hyphen] != '-')
            hyphen--;
        if (hyphen <= start)
            return -1;
        return _codes.GetRange(start, hyphen - start).Exists(static code => code != '-') ? hyphen : -1;
    }

    private static int Length((int Start, int End) chunk) => chunk.End - chunk.Start;

    private bool IsBlank((int Start, int End) chunk) => _codes.GetRange(chunk.Start, Length(chunk)).TrueForAll(TemplateCasing.IsSpace);

    /// <summary>Words, parts of words behind hyphens, dashes and white space, in order.</summary>
    private List<(int Start, int End)> Chunks()
    {
        List<(int, int)> chunks = [];
        for (int start = 0; start < _codes.Count;)
        {
            int end = EndOfChunk(start);
            chunks.Add((start, end));
            start = end;
            TemplateSplitting.Check(chunks.Count);
        }

        return chunks;
    }

    private int EndOfChunk(int start)
    {
        if (IsSpace(start))
            return Run(start, IsSpace);
        if (!_breaksAtHyphens)
            return Run(start, index => !IsSpace(index));
        if (EndOfDash(start) is var dash and > 0)
            return dash;
        int end = start + 1;
        for (; end < _codes.Count && !IsSpace(end); end++)
        {
            // Behind a hyphen within a word, and before a dash.
            if (EndsAtHyphen(start, end) || EndOfDash(end) > 0)
                break;
        }

        // What begins with a hyphen may be a part of a word by itself.
        return end;
    }

    /// <summary>Where two or more hyphens between words end; 0 if there are none here.</summary>
    private int EndOfDash(int start)
    {
        int end = Run(start, index => _codes[index] == '-');
        bool isDash = end - start >= 2 && start > 0 && IsOfWordOrMark(_codes[start - 1]) && end < _codes.Count && TemplateCasing.IsOfWord(_codes[end]);
        return isDash ? end : 0;
    }

    /// <summary>Whether a part of a hyphenated word ends before this place: letters on both sides of the hyphen.</summary>
    private bool EndsAtHyphen(int start, int end)
    {
        int hyphen = end - 1;
        if (hyphen <= start || _codes[hyphen] != '-')
            return false;
        bool before = (IsLetter(hyphen - 1) && IsLetter(hyphen - 2)) || (IsLetter(hyphen - 1) && Is(hyphen - 2, '-') && IsLetter(hyphen - 3));
        bool after = IsLetter(end) && (IsLetter(end + 1) || (Is(end + 1, '-') && IsLetter(end + 2)));
        return before && after;
    }

    private int Run(int start, Predicate<int> isOf)
    {
        int end = start;
        while (end < _codes.Count && isOf(end))
            end++;
        return end;
    }

    private bool IsSpace(int index) => _codes[index] is ' ' or (>= '\t' and <= '\r');

    private bool Is(int index, int code) => index >= 0 && index < _codes.Count && _codes[index] == code;

    private bool IsLetter(int index) => index >= 0 && index < _codes.Count && TemplateCasing.IsOfWord(_codes[index]) && !TemplateCasing.IsDecimal(_codes[index]);

    private static bool IsOfWordOrMark(int code) => TemplateCasing.IsOfWord(code) || (code < 128 && "!\"'&.,?".Contains((char)code, StringComparison.Ordinal));
}
