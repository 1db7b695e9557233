using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Cuts a template into tokens, with Jinja's white-space rules under <c>trim_blocks</c> and <c>lstrip_blocks</c>.</summary>
/// <remarks>
/// A block or comment swallows one line break after it and the blanks before it on its line; <c>-</c> beside a tag swallows all
/// white space on that side, <c>+</c> keeps it. One line break at the very end of the template is dropped.
/// </remarks>
internal sealed class TemplateLexer
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|"];

    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private bool _stripsNext;

    private TemplateLexer(string source) => _source = source;

    /// <summary>All tokens, the last one <see cref="TemplateTokenKind.End"/>.</summary>
    public static List<TemplateToken> Tokenize(string source)
    {
        // Only these three: other characters that end lines elsewhere are letters like any.
        string normalized = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        TemplateLexer lexer = new(normalized.EndsWith('\n') ? normalized[..^1] : normalized);
        lexer.Run();
        return lexer._tokens;
    }

    private TemplatePlace Place => new(_line, _position - _lineStart + 1);

    private void Run()
    {
        while (_position < _source.Length)
        {
            int tag = FindTag();
            ReadText(tag);
            if (_position < _source.Length)
                ReadTag();
        }

        Add(TemplateTokenKind.End, "");
    }

    private int FindTag()
    {
        for (int index = _position; index + 1 < _source.Length; index++)
        {
            if (_source[index] == '{' && _source[index + 1] is '{' or '%' or '#')
                return index;
        }

        return _source.Length;
    }

    private void ReadText(int tag)
    {
        int start = _position;
        int end = tag;
        if (_stripsNext)
        {
            while (start < end && TemplateCasing.IsSpace(_source[start]))
                start++;
        }

        if (tag < _source.Length)
            end = EndBeforeTag(start, tag);
        if (end > start)
            Add(TemplateTokenKind.Text, _source[start..end]);
        Advance(tag);
        _stripsNext = false;
    }

    /// <summary>Where the text before a tag ends, after white space that the tag swallows.</summary>
    private int EndBeforeTag(int start, int tag)
    {
        char modifier = tag + 2 < _source.Length ? _source[tag + 2] : '\0';
        int end = tag;
        if (modifier == '-')
        {
            while (end > start && TemplateCasing.IsSpace(_source[end - 1]))
                end--;
        }
        else if (modifier != '+' && _source[tag + 1] != '{')
        {
            int lineStart = tag;
            while (lineStart > 0 && _source[lineStart - 1] != '\n' && TemplateCasing.IsSpace(_source[lineStart - 1]))
                lineStart--;
            if (lineStart == 0 || _source[lineStart - 1] == '\n')
                end = Math.Max(lineStart, start);
        }

        return end;
    }

    private void ReadTag()
    {
        char kind = _source[_position + 1];
        TemplatePlace place = Place;
        Advance(_position + 2);
        if (_position < _source.Length && _source[_position] is '-' or '+')
            Advance(_position + 1);
        if (kind == '#')
        {
            SkipComment(place);
            return;
        }

        if (kind == '%' && TryReadRaw(place))
            return;
        _tokens.Add(new TemplateToken(kind == '{' ? TemplateTokenKind.OutputStart : TemplateTokenKind.BlockStart, "", place));
        string end = kind == '{' ? "}}" : "%}";
        int depth = 0;
        while (depth > 0 || !TryEndTag(end, kind == '%'))
        {
            SkipSpace();
            if (_position >= _source.Length)
                throw TemplateError.Syntax(place, $"The tag is not closed with {end}.");
            if (depth > 0 || !IsAtEnd(end))
                depth = Math.Max(0, depth + ReadExpressionToken());
        }

        Add(kind == '{' ? TemplateTokenKind.OutputEnd : TemplateTokenKind.BlockEnd, "");
    }

    /// <summary>Takes <c>{% raw %}…{% endraw %}</c>, in which everything is text, if it begins here.</summary>
    private bool TryReadRaw(TemplatePlace place)
    {
        if (EndOfTag(_position, "raw") is not int start)
            return false;
        for (int end = start; (end = _source.IndexOf("{%", end, StringComparison.Ordinal)) >= 0; end += 2)
        {
            int name = end + 2 + (end + 2 < _source.Length && _source[end + 2] is '-' or '+' ? 1 : 0);
            if (EndOfTag(name, "endraw") is not int after)
                continue;
            bool strips = _source[start - 3] == '-';
            while (strips && start < end && TemplateCasing.IsSpace(_source[start]))
                start++;
            Add(TemplateTokenKind.Text, _source[start..EndBeforeTag(start, end)]);
            Advance(after);
            EndTag(_source[after - 3], isBlock: true);
            return true;
        }

        throw TemplateError.Syntax(place, "The template ends without 'endraw'.");
    }

    /// <summary>Where a tag that holds nothing but a name ends; null if another one is here.</summary>
    private int? EndOfTag(int index, string name)
    {
        index = EndOfSpace(index);
        if (string.CompareOrdinal(_source, index, name, 0, name.Length) != 0)
            return null;
        index = EndOfSpace(index + name.Length);
        int end = index + (index < _source.Length && _source[index] is '-' or '+' ? 1 : 0);
        return string.CompareOrdinal(_source, end, "%}", 0, 2) == 0 ? end + 2 : null;
    }

    private void SkipComment(TemplatePlace place)
    {
        int end = _source.IndexOf("#}", _position, StringComparison.Ordinal);
        if (end < 0)
            throw TemplateError.Syntax(place, "The comment is not closed with #}.");
        _stripsNext = _source[end - 1] == '-';
        bool keepsBreak = _source[end - 1] is '-' or '+';
        Advance(end + 2);
        if (!keepsBreak)
            SkipLineBreak();
    }

    private bool IsAtEnd(string end)
    {
        int at = _position < _source.Length && _source[_position] is '-' or '+' ? 1 : 0;
        return string.CompareOrdinal(_source, _position, end, 0, 2) == 0 || string.CompareOrdinal(_source, _position + at, end, 0, 2) == 0;
    }

    private bool TryEndTag(string end, bool isBlock)
    {
        SkipSpace();
        if (_position >= _source.Length || !IsAtEnd(end))
            return false;
        char modifier = _source[_position];
        Advance(_position + (modifier is '-' or '+' ? 3 : 2));
        EndTag(modifier, isBlock);
        return true;
    }

    /// <summary>What a tag that just ended does to the text behind it.</summary>
    private void EndTag(char modifier, bool isBlock)
    {
        _stripsNext = modifier == '-';
        if (isBlock && modifier is not ('-' or '+'))
            SkipLineBreak();
    }

    /// <summary>Reads one token of an expression; returns how much deeper in braces it leads.</summary>
    private int ReadExpressionToken()
    {
        char first = _source[_position];
        if (first is '\'' or '"')
        {
            ReadString(first);
            return 0;
        }

        if (char.IsAsciiDigit(first))
        {
            AddThrough(TemplateTokenKind.Number, EndOfNumber());
            return 0;
        }

        if (TemplateCasing.BeginsName(first))
        {
            int end = _position;
            while (end < _source.Length && TemplateCasing.IsOfName(_source[end]))
                end++;
            AddThrough(TemplateTokenKind.Name, end);
            return 0;
        }

        string symbol = Array.Find(Symbols, candidate => string.CompareOrdinal(_source, _position, candidate, 0, candidate.Length) == 0)
            ?? throw TemplateError.Syntax(Place, $"The character '{first}' means nothing here.");
        AddThrough(TemplateTokenKind.Symbol, _position + symbol.Length);
        return symbol == "{" ? 1 : symbol == "}" ? -1 : 0;
    }

    /// <summary>Where a number ends: digits with points, underscores, an exponent, or <c>0x</c>, <c>0o</c>, <c>0b</c> before them.</summary>
    private int EndOfNumber()
    {
        int end = _position;
        if (_source[end] == '0' && end + 1 < _source.Length && _source[end + 1] is 'x' or 'X' or 'b' or 'B' or 'o' or 'O')
        {
            end += 2;
            while (end < _source.Length && (char.IsAsciiHexDigit(_source[end]) || _source[end] == '_'))
                end++;
            return end;
        }

        // Behind a point stands the number of an element, and no fraction: a.0.1 is a[0][1].
        bool isElement = _position > 0 && _source[_position - 1] == '.';
        while (IsDigit(end) || (end < _source.Length && (_source[end] == '_' || (_source[end] == '.' && !isElement)) && IsDigit(end + 1)))
        {
            isElement |= _source[end] == '.';
            end++;
        }

        if (end >= _source.Length || _source[end] is not ('e' or 'E') || (_position > 0 && _source[_position - 1] == '.'))
            return end;
        int exponent = end + 1 < _source.Length && _source[end + 1] is '+' or '-' ? end + 2 : end + 1;
        if (!IsDigit(exponent))
            return end;
        while (IsDigit(exponent))
            exponent++;
        return exponent;
    }

    private bool IsDigit(int index) => index < _source.Length && char.IsAsciiDigit(_source[index]);

    private void ReadString(char quote)
    {
        TemplatePlace place = Place;
        StringBuilder text = new();
        int index = _position + 1;
        for (; index < _source.Length && _source[index] != quote; index++)
        {
            if (_source[index] == '\\' && index + 1 < _source.Length)
                index += TemplateEscapes.Append(text, _source.AsSpan(index + 1));
            else
                text.Append(_source[index]);
        }

        if (index >= _source.Length)
            throw TemplateError.Syntax(place, "The string is not closed.");
        Advance(index + 1);
        _tokens.Add(new TemplateToken(TemplateTokenKind.String, text.ToString(), place));
    }

    private void SkipLineBreak()
    {
        if (_position < _source.Length && _source[_position] == '\n')
            Advance(_position + 1);
    }

    private void SkipSpace() => Advance(EndOfSpace(_position));

    private int EndOfSpace(int index)
    {
        while (index < _source.Length && TemplateCasing.IsSpace(_source[index]))
            index++;
        return index;
    }

    private void AddThrough(TemplateTokenKind kind, int end)
    {
        Add(kind, _source[_position..end]);
        Advance(end);
    }

    private void Add(TemplateTokenKind kind, string text) => _tokens.Add(new TemplateToken(kind, text, Place));

    private void Advance(int position)
    {
        ReadOnlySpan<char> passed = _source.AsSpan(_position, position - _position);
        _line += passed.Count('\n');
        if (passed.LastIndexOf('\n') is var last and >= 0)
            _lineStart = _position + last + 1;
        _position = position;
    }
}
