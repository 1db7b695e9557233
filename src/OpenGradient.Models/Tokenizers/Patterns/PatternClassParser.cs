using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>Parses what stands for one code point: a literal, an escape, or a class in brackets.</summary>
internal sealed class PatternClassParser(PatternReader reader)
{
    private const int DepthLimit = 16;

    private int _depth;

    /// <summary>Whether letters stand for their other case too.</summary>
    public bool IgnoresCase { get; set; }

    /// <summary>A literal or an escape.</summary>
    public CodePointSet Single()
    {
        if (TryTakeSet(out CodePointSet set))
            return set;
        int code = Code();
        return WithCases(CodePointSet.Of((code, code)));
    }

    /// <summary>A class, after its opening bracket: members in a row are united, <c>&amp;&amp;</c> intersects.</summary>
    public CodePointSet Class()
    {
        if (++_depth > DepthLimit)
            throw reader.Unsupported($"Its classes nest deeper than {DepthLimit} levels.");
        bool isNegated = reader.TryTake("^");
        CodePointSet? whole = null;
        List<(int, int)> ranges = [];
        // A closing bracket in the first place is literal.
        bool isFirst = true;
        while (isFirst || !reader.IsNext("]"))
        {
            if (reader.TryTake("&&"))
                (whole, ranges) = (Intersect(whole, ranges), []);
            else
                Member(ranges);
            isFirst = false;
        }

        reader.Expect("]");
        _depth--;
        CodePointSet set = Intersect(whole, ranges);
        return isNegated ? set.Complement() : set;
    }

    private CodePointSet Intersect(CodePointSet? whole, List<(int, int)> ranges)
    {
        CodePointSet next = WithCases(CodePointSet.Of(ranges));
        return whole is null ? next : whole.Intersect(next);
    }

    private void Member(List<(int First, int Last)> ranges)
    {
        if (reader.IsNext("[:"))
            throw reader.Unsupported("It has a class such as [:alpha:].");
        if (reader.TryTake("["))
        {
            ranges.AddRange(Class().Ranges);
            return;
        }

        if (TryTakeSet(out CodePointSet set))
        {
            ranges.AddRange(set.Ranges);
            return;
        }

        int first = Code();
        int last = first;
        int mark = reader.Mark();
        if (reader.TryTake("-"))
        {
            if (reader.IsNext("]") || reader.IsNext("["))
                reader.Reset(mark);
            else
                last = Code();
        }

        if (last < first)
            throw reader.Error("A range ends before it begins.");
        ranges.Add((first, last));
    }

    private bool TryTakeSet(out CodePointSet set)
    {
        set = CodePointSet.Empty;
        foreach ((string escape, CodePointSet known) in (ReadOnlySpan<(string, CodePointSet)>)
            [("\\s", CodePointSets.WhiteSpace), ("\\d", CodePointSets.Digits), ("\\w", CodePointSets.Words)])
        {
            bool isOpposite = reader.TryTake(escape.ToUpperInvariant());
            if (isOpposite || reader.TryTake(escape))
            {
                set = isOpposite ? known.Complement() : known;
                return true;
            }
        }

        return TryTakeProperty(out set);
    }

    private bool TryTakeProperty(out CodePointSet set)
    {
        set = CodePointSet.Empty;
        bool isOpposite = reader.TryTake("\\P");
        if (!isOpposite && !reader.TryTake("\\p"))
            return false;
        string name = reader.TryTake("{") ? reader.Until('}') : char.ConvertFromUtf32(reader.Next());
        bool hasCaret = name.StartsWith('^');
        if (!CodePointSets.TryGet(name.TrimStart('^'), out CodePointSet? found))
            throw reader.Unsupported($"The property '{name}' is not known.");
        set = isOpposite != hasCaret ? found.Complement() : found;
        return true;
    }

    /// <summary>One code point, written as itself or as an escape.</summary>
    private int Code()
    {
        if (!reader.TryTake("\\"))
            return reader.Next();
        int escaped = reader.Next();
        return escaped switch
        {
            'r' => '\r',
            'n' => '\n',
            't' => '\t',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            '0' => 0,
            'u' => reader.Hex(4),
            'x' when reader.TryTake("{") => Braced(),
            'x' => reader.Hex(2),
            _ when escaped < 0x80 && char.IsAsciiLetterOrDigit((char)escaped) => throw reader.Unsupported($"The escape '\\{(char)escaped}' is not known."),
            _ => escaped,
        };
    }

    private int Braced() => int.TryParse(
        reader.Until('}'), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int code)
        && code is >= 0 and <= CodePointSet.LastCodePoint
        ? code
        : throw reader.Error("That is no code point.");

    private CodePointSet WithCases(CodePointSet set) => IgnoresCase
        ? set.Union(CodePointSet.Of(UnicodeTable.LowerCases.Where(pair => set.Contains(pair.Key)).Select(static pair => (pair.Value, pair.Value))))
            .Union(CodePointSet.Of(UnicodeTable.LowerCases.Where(pair => set.Contains(pair.Value)).Select(static pair => (pair.Key, pair.Key))))
        : set;
}
