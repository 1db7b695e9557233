using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Reads the patterns of JSON Schema: of the regular expressions of ECMA-262 (flag u) those that are regular.</summary>
/// <remarks>
/// <code>
/// pattern     = anchored ( "|" anchored ) …    anchored = "^"? sequence "$"?       without an anchor any text may stand there
/// alternatives= sequence ( "|" sequence ) …    sequence = ( item repetition? ) …   may be empty
/// item        = . | [class] | [^class] | \escape | character | ( alternatives ) | (?: alternatives )
/// repetition  = ( * | + | ? | {m} | {m,} | {m,n} ) "?"?                            the last sign changes no language
/// </code>
/// Anchors inside of groups, boundaries, look-around, back-references, named groups and properties are refused by name.
/// </remarks>
internal sealed class PatternReader
{
    private const int MaximumLength = 4096;
    private const int MaximumDepth = 64;
    private const int MaximumCount = 65_535;

    private readonly string _text;
    private readonly string _path;
    private int _place;

    private PatternReader(string text, string path)
    {
        _text = text;
        _path = path;
    }

    private bool IsAtEnd => _place == _text.Length;

    /// <summary>The next character; NUL at the end.</summary>
    private char Next => IsAtEnd ? '\0' : _text[_place];

    /// <summary>Reads a pattern as what whole texts must be.</summary>
    /// <exception cref="InvalidInputException">It is none, or uses what is not regular; the subject is the path.</exception>
    public static PatternNode Read(string text, string path)
    {
        if (text.Length > MaximumLength)
            throw new InvalidInputException(InvalidInputKind.TooLarge, path, $"A pattern has at most {MaximumLength} characters.");
        PatternReader reader = new(text, path);
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        do
            parts.Add(reader.ReadAnchored());
        while (reader.Take('|'));
        return reader.IsAtEnd ? new PatternNode.Choice(parts.ToImmutable()) : throw reader.Error("no ')' without a '('");
    }

    private PatternNode ReadAnchored()
    {
        bool isAtBegin = Take('^');
        PatternNode middle = ReadSequence(0);
        bool isAtEnd = Take('$');
        if (!IsAtEnd && Next is not ('|' or ')'))
            throw Unsupported("an anchor anywhere but at the beginning ('^') and the end ('$') of the pattern or of one of its alternatives");
        return new PatternNode.Sequence([.. isAtBegin ? [] : new[] { PatternNode.Anything }, middle, .. isAtEnd ? [] : new[] { PatternNode.Anything }]);
    }

    private PatternNode.Choice ReadAlternatives(int depth)
    {
        if (depth > MaximumDepth)
            throw new InvalidInputException(InvalidInputKind.TooLarge, _path, $"Parentheses are at most {MaximumDepth} deep.");
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        do
            parts.Add(ReadSequence(depth));
        while (Take('|'));
        return new(parts.ToImmutable());
    }

    private PatternNode.Sequence ReadSequence(int depth)
    {
        var parts = ImmutableArray.CreateBuilder<PatternNode>();
        while (!IsAtEnd && Next is not ('|' or ')' or '$'))
            parts.Add(ReadRepetition(ReadItem(depth)));
        return new(parts.ToImmutable());
    }

    private PatternNode ReadItem(int depth)
    {
        switch (Next)
        {
            case '(':
                return ReadGroup(depth);
            case '[':
                return new PatternNode.Character(ReadClass());
            case '.':
                _place++;
                return new PatternNode.Character(PatternEscapes.LineEnds.Invert());
            case '\\':
                return new PatternNode.Character(ReadEscape(isInClass: false));
            case '^':
                throw Unsupported("an anchor anywhere but at the beginning ('^') and the end ('$') of the pattern or of one of its alternatives");
            case '*' or '+' or '?' or '{' or '}' or ']':
                throw Error("a character that stands for itself, or a '\\' before it");
            default:
                return new PatternNode.Character(CodePointSet.Of(ReadCodePoint()));
        }
    }

    private PatternNode.Choice ReadGroup(int depth)
    {
        _place++;
        if (Take('?') && !Take(':'))
            throw Unsupported("groups that begin with '(?' and not with '(?:': look-around and named groups");
        PatternNode.Choice group = ReadAlternatives(depth + 1);
        if (Next == '$')
            throw Unsupported("an anchor inside of a group");
        return Take(')') ? group : throw Error("a ')'");
    }

    private PatternNode ReadRepetition(PatternNode item)
    {
        (int Least, int? Most)? counts = Next switch
        {
            '*' => (0, null),
            '+' => (1, null),
            '?' => (0, 1),
            '{' => ReadCounts(),
            _ => null,
        };
        if (counts is not { } found)
            return item;
        _place++;
        Take('?');
        return new PatternNode.Repeat(item, found.Least, found.Most);
    }

    /// <summary>Up to the closing brace.</summary>
    private (int Least, int? Most) ReadCounts()
    {
        _place++;
        int least = ReadCount();
        int? most = least;
        if (Take(','))
            most = Next == '}' ? null : ReadCount();
        if (Next != '}')
            throw Error("a '}'");
        return most is null || most >= least ? (least, most) : throw Error("a count that is not below the first");
    }

    private int ReadCount()
    {
        int begin = _place;
        while (char.IsAsciiDigit(Next))
            _place++;
        return int.TryParse(_text.AsSpan(begin, _place - begin), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= MaximumCount
            ? count
            : throw Error($"a count up to {MaximumCount}");
    }

    private CodePointSet ReadClass()
    {
        _place++;
        bool isInverse = Take('^');
        List<(int Low, int High)> ranges = [];
        while (!Take(']'))
        {
            CodePointSet low = ReadClassMember();
            if (Next == '-' && _place + 1 < _text.Length && _text[_place + 1] != ']')
            {
                _place++;
                low = Range(low, ReadClassMember());
            }

            ranges.AddRange(low.Ranges);
        }

        CodePointSet set = CodePointSet.Of([.. ranges]);
        return isInverse ? set.Invert() : set;
    }

    private CodePointSet Range(CodePointSet low, CodePointSet high) => low.Ranges is [(var first, var same)] && high.Ranges is [(var last, var end)] && first == same && last == end && first <= last
        ? CodePointSet.Of((first, last))
        : throw Error("a range from one character to a later one");

    private CodePointSet ReadClassMember()
    {
        if (IsAtEnd)
            throw Error("a ']'");
        return Next == '\\' ? ReadEscape(isInClass: true) : CodePointSet.Of(ReadCodePoint());
    }

    private int ReadCodePoint()
    {
        if (!Rune.TryGetRuneAt(_text, _place, out Rune rune))
            throw Error("a character, not half of one");
        _place += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private CodePointSet ReadEscape(bool isInClass)
    {
        _place++;
        char letter = Next;
        _place = Math.Min(_place + 1, _text.Length);
        if (PatternEscapes.Find(letter, isInClass) is { } set)
            return set;
        return letter switch
        {
            'x' => CodePointSet.Of(ReadHex(2)),
            'u' => CodePointSet.Of(ReadUnicode()),
            'b' or 'B' => throw Unsupported("the boundary of words"),
            'k' or (>= '1' and <= '9') => throw Unsupported("references back"),
            'p' or 'P' => throw Unsupported("properties of characters (\\p)"),
            _ => throw Error("an escape that is known"),
        };
    }

    /// <summary>Four digits, twice for a code point above U+FFFF, or any number of them in braces.</summary>
    private int ReadUnicode()
    {
        if (Take('{'))
        {
            int end = _text.IndexOf('}', _place);
            int value = ReadHex(end < 0 ? 7 : Math.Min(end - _place, 7));
            return Take('}') && Rune.IsValid(value) ? value : throw Error("a code point that is no surrogate");
        }

        int unit = ReadHex(4);
        if (char.IsHighSurrogate((char)unit) && Take('\\') && Take('u'))
            unit = char.IsLowSurrogate((char)ReadHexAt(_place)) ? char.ConvertToUtf32((char)unit, (char)ReadHex(4)) : unit;
        return Rune.IsValid(unit) ? unit : throw Error("a code point, not half of one");
    }

    private int ReadHex(int digits)
    {
        int value = digits is > 0 and < 7 && _place + digits <= _text.Length && int.TryParse(_text.AsSpan(_place, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int found)
            ? found
            : throw Error("hexadecimal digits");
        _place += digits;
        return value;
    }

    private int ReadHexAt(int place)
    {
        (int begin, _place) = (_place, place);
        int value = ReadHex(4);
        _place = begin;
        return value;
    }

    private bool Take(char letter)
    {
        if (IsAtEnd || Next != letter)
            return false;
        _place++;
        return true;
    }

    private InvalidInputException Error(string expected) =>
        new(InvalidInputKind.Invalid, _path, $"At character {_place} of the pattern there should be {expected}.");

    private InvalidInputException Unsupported(string what) =>
        new(InvalidInputKind.Unsupported, _path, $"At character {_place} of the pattern: not supported here is {what}.");
}
