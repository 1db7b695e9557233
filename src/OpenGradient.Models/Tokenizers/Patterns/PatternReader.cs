using System.Globalization;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Patterns;

/// <summary>The source of a pattern and the place reached in it.</summary>
internal sealed class PatternReader(string source)
{
    private int _position;

    /// <summary>Whether all of it was read.</summary>
    public bool IsAtEnd => _position >= source.Length;

    /// <summary>Takes a text if it comes next.</summary>
    public bool TryTake(string text)
    {
        if (string.CompareOrdinal(source, _position, text, 0, text.Length) != 0)
            return false;
        _position += text.Length;
        return true;
    }

    /// <summary>Whether a text comes next.</summary>
    public bool IsNext(string text) => string.CompareOrdinal(source, _position, text, 0, text.Length) == 0;

    /// <summary>Takes a text that must come next.</summary>
    public void Expect(string text)
    {
        if (!TryTake(text))
            throw Error($"'{text}' is missing.");
    }

    /// <summary>Takes one code point.</summary>
    public int Next()
    {
        if (IsAtEnd)
            throw Error("The pattern ends too early.");
        if (Rune.DecodeFromUtf16(source.AsSpan(_position), out Rune rune, out int units) != System.Buffers.OperationStatus.Done)
            throw Error("Half a surrogate pair.");
        _position += units;
        return rune.Value;
    }

    /// <summary>Takes a decimal number; false if none comes next.</summary>
    public bool TryTakeNumber(out int number)
    {
        int start = _position;
        while (!IsAtEnd && char.IsAsciiDigit(source[_position]))
            _position++;
        if (int.TryParse(source.AsSpan(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return true;
        _position = start;
        return false;
    }

    /// <summary>Takes hexadecimal digits, exactly so many.</summary>
    public int Hex(int digits)
    {
        if (source.Length - _position < digits
            || !int.TryParse(source.AsSpan(_position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int number))
            throw Error($"{digits} hexadecimal digits are missing.");
        _position += digits;
        return number;
    }

    /// <summary>Takes all up to a letter, and the letter.</summary>
    public string Until(char end)
    {
        int index = source.IndexOf(end, _position);
        if (index < 0)
            throw Error($"'{end}' is missing.");
        string text = source[_position..index];
        _position = index + 1;
        return text;
    }

    /// <summary>The place reached, to come back to.</summary>
    public int Mark() => _position;

    /// <summary>Comes back to a place.</summary>
    public void Reset(int mark) => _position = mark;

    /// <summary>A syntax error here.</summary>
    public InvalidInputException Error(string what) => PatternError.Syntax(source, Math.Min(_position, source.Length), what);

    /// <summary>Something that this engine does not have.</summary>
    public InvalidInputException Unsupported(string what) => PatternError.Unsupported(source, what);
}
