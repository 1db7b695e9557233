using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Reads the smallest parts of a grammar's text.</summary>
internal sealed class GrammarScanner
{
    private readonly string _text;
    private readonly string _subject;
    private int _place;

    public GrammarScanner(string text, string subject)
    {
        _text = text;
        _subject = subject;
        SkipBlanks();
    }

    public bool IsAtEnd => _place == _text.Length;

    /// <summary>The next character; NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : _text[_place];

    /// <summary>Whether a rule's name and <c>::=</c> come next.</summary>
    public bool IsAtRule
    {
        get
        {
            int begin = _place;
            bool isRule = ReadName() is not null && string.CompareOrdinal(_text, _place, "::=", 0, 3) == 0;
            _place = begin;
            return isRule;
        }
    }

    public bool Take(char letter)
    {
        if (Next != letter || IsAtEnd)
            return false;
        _place++;
        SkipBlanks();
        return true;
    }

    public void Require(string mark)
    {
        if (string.CompareOrdinal(_text, _place, mark, 0, mark.Length) != 0)
            throw Error($"'{mark}'");
        _place += mark.Length;
        SkipBlanks();
    }

    /// <summary>A name, or digits; null if there is none.</summary>
    public string? ReadName()
    {
        int begin = _place;
        while (!IsAtEnd && (char.IsAsciiLetterOrDigit(Next) || Next == '-'))
            _place++;
        string name = _text[begin.._place];
        SkipBlanks();
        return name.Length > 0 ? name : null;
    }

    public string ReadLiteral()
    {
        StringBuilder literal = new();
        _place++;
        while (Next != '"')
            literal.Append(char.ConvertFromUtf32(ReadCodePoint()));
        _place++;
        SkipBlanks();
        return literal.ToString();
    }

    /// <summary>The characters of a class, without those that <c>^</c> takes away.</summary>
    public CodePointSet ReadClass()
    {
        List<(int Low, int High)> ranges = [];
        _place++;
        bool isInverse = Next == '^';
        if (isInverse)
            _place++;
        while (Next != ']')
        {
            int low = ReadCodePoint();
            int high = low;
            if (Next == '-' && _place + 1 < _text.Length && _text[_place + 1] != ']')
            {
                _place++;
                high = ReadCodePoint();
            }

            ranges.Add(low <= high ? (low, high) : throw Error("a range whose end is not before its beginning"));
        }

        _place++;
        SkipBlanks();
        CodePointSet set = CodePointSet.Of([.. ranges]);
        return isInverse ? set.Invert() : set;
    }

    public InvalidInputException Error(string expected) =>
        new(InvalidInputKind.Invalid, _subject, $"At character {_place} of the grammar there should be {expected}.");

    private int ReadCodePoint()
    {
        if (IsAtEnd || Next is '\n' or '\r')
            throw Error("the end of the text or class that was begun");
        if (Next == '\\')
            return ReadEscape();
        if (!Rune.TryGetRuneAt(_text, _place, out Rune rune))
            throw Error("a character, not half of one");
        _place += rune.Utf16SequenceLength;
        return rune.Value;
    }

    private int ReadEscape()
    {
        _place++;
        char letter = Next;
        _place = Math.Min(_place + 1, _text.Length);
        return letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '\\' or '"' or '[' or ']' or '-' or '^' => letter,
            'x' => ReadHex(2),
            'u' => ReadHex(4),
            'U' => ReadHex(8),
            _ => throw Error("one of the escapes \\n \\r \\t \\\\ \\\" \\[ \\] \\- \\^ \\xHH \\uHHHH \\UHHHHHHHH"),
        };
    }

    private int ReadHex(int digits)
    {
        if (_place + digits > _text.Length || !int.TryParse(_text.AsSpan(_place, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
            throw Error($"{digits} hexadecimal digits");
        _place += digits;
        return Rune.IsValid(value) ? value : throw Error("a code point that is no surrogate");
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && Next is ' ' or '\t' or '\n' or '\r' or '#')
        {
            if (Next == '#')
                _place = _text.IndexOf('\n', _place) is int end and >= 0 ? end : _text.Length;
            else
                _place++;
        }
    }
}
