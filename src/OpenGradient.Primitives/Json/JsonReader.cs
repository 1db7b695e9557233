using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OpenGradient.Primitives;

/// <summary>A strict reader of I-JSON (RFC 7493): never throws, never guesses.</summary>
/// <remarks>
/// Refused beyond RFC 8259: duplicate member names, invalid UTF-8, a byte order mark, unpaired surrogates, nesting deeper than
/// <see cref="MaximumDepth"/>, anything after the value. Numbers are checked against the grammar and kept as text.
/// Noncharacters, which RFC 7493 forbids too, are read as any other character.
/// </remarks>
public ref struct JsonReader
{
    /// <summary>How deep arrays and objects may nest.</summary>
    public const int MaximumDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    private JsonReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads one JSON text; on failure <paramref name="errorOffset"/> is the byte at which it stopped making sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out JsonValue? value, out int errorOffset)
    {
        JsonReader reader = new(bytes);
        value = reader.ReadValue(depth: 0);
        reader.SkipWhitespace();
        if (value is not null && reader._position != bytes.Length)
            value = null;
        errorOffset = value is null ? reader._position : -1;
        return value is not null;
    }

    /// <inheritdoc cref="TryRead(ReadOnlySpan{byte}, out JsonValue?, out int)"/>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out JsonValue? value) => TryRead(bytes, out value, out _);

    private JsonValue? ReadValue(int depth)
    {
        SkipWhitespace();
        if (depth > MaximumDepth || _position >= _bytes.Length)
            return null;
        return _bytes[_position] switch
        {
            (byte)'{' => ReadObject(depth),
            (byte)'[' => ReadArray(depth),
            (byte)'"' => ReadString() is string text ? JsonValue.String(text) : null,
            (byte)'t' => ReadLiteral("true"u8, JsonValue.True),
            (byte)'f' => ReadLiteral("false"u8, JsonValue.False),
            (byte)'n' => ReadLiteral("null"u8, JsonValue.Null),
            _ => ReadNumber(),
        };
    }

    private JsonValue? ReadObject(int depth)
    {
        var members = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonValue>>();
        SortedSet<string> names = new(StringComparer.Ordinal);
        _position++;
        if (TryTake('}'))
            return JsonValue.Object(members.ToImmutable());
        do
        {
            SkipWhitespace();
            if (_position >= _bytes.Length || _bytes[_position] != '"' || ReadString() is not string name)
                return null;
            if (!names.Add(name) || !TryTake(':') || ReadValue(depth + 1) is not JsonValue value)
                return null;
            members.Add(new(name, value));
        }
        while (TryTake(','));
        return TryTake('}') ? JsonValue.Object(members.ToImmutable()) : null;
    }

    private JsonValue? ReadArray(int depth)
    {
        var items = ImmutableArray.CreateBuilder<JsonValue>();
        _position++;
        if (TryTake(']'))
            return JsonValue.Array(items.ToImmutable());
        do
        {
            if (ReadValue(depth + 1) is not JsonValue item)
                return null;
            items.Add(item);
        }
        while (TryTake(','));
        return TryTake(']') ? JsonValue.Array(items.ToImmutable()) : null;
    }

    private string? ReadString()
    {
        int start = ++_position;
        int length = _bytes[start..].IndexOfAny((byte)'"', (byte)'\\');
        if (length < 0)
            return null;
        if (_bytes[start + length] == '"')
        {
            _position = start + length + 1;
            return DecodeRun(_bytes.Slice(start, length));
        }

        return ReadEscapedString();
    }

    private string? ReadEscapedString()
    {
        StringBuilder text = new();
        while (true)
        {
            int length = _bytes[_position..].IndexOfAny((byte)'"', (byte)'\\');
            if (length < 0 || DecodeRun(_bytes.Slice(_position, length)) is not string run)
                return null;
            text.Append(run);
            _position += length + 1;
            if (_bytes[_position - 1] == '"')
                return text.ToString();
            if (!TryReadEscape(text))
                return null;
        }
    }

    /// <summary>A run of unescaped characters: valid UTF-8 without control characters.</summary>
    private static string? DecodeRun(ReadOnlySpan<byte> run)
    {
        if (run.ContainsAnyInRange((byte)0, (byte)0x1F) || !System.Text.Unicode.Utf8.IsValid(run))
            return null;
        return StrictUtf8.GetString(run);
    }

    private bool TryReadEscape(StringBuilder text)
    {
        if (_position >= _bytes.Length)
            return false;
        char escape = (char)_bytes[_position++];
        if (escape == 'u')
            return TryReadUnicodeEscape(text);
        int index = "\"\\/bfnrt".IndexOf(escape, StringComparison.Ordinal);
        if (index < 0)
            return false;
        text.Append("\"\\/\b\f\n\r\t"[index]);
        return true;
    }

    private bool TryReadUnicodeEscape(StringBuilder text)
    {
        if (!TryReadHex(out char first) || char.IsLowSurrogate(first))
            return false;
        text.Append(first);
        if (!char.IsHighSurrogate(first))
            return true;
        if (!_bytes[_position..].StartsWith("\\u"u8))
            return false;
        _position += 2;
        if (!TryReadHex(out char second) || !char.IsLowSurrogate(second))
            return false;
        text.Append(second);
        return true;
    }

    private bool TryReadHex(out char unit)
    {
        unit = '\0';
        if (_bytes.Length - _position < 4)
            return false;
        ReadOnlySpan<byte> digits = _bytes.Slice(_position, 4);
        ushort code = 0;
        // The platform's parser takes trailing NUL characters; only digits may reach it.
        bool isHex = !digits.ContainsAnyExcept(HexDigits) && ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, null, out code);
        _position += 4;
        unit = (char)code;
        return isHex;
    }

    private JsonValue? ReadLiteral(ReadOnlySpan<byte> literal, JsonValue value)
    {
        if (!_bytes[_position..].StartsWith(literal))
            return null;
        _position += literal.Length;
        return value;
    }

    /// <summary>RFC 8259 section 6: <c>-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?</c>.</summary>
    private JsonValue? ReadNumber()
    {
        int start = _position;
        if (Peek() == '-')
            _position++;
        if (Peek() == '0')
            _position++;
        else if (!TryTakeDigits())
            return null;
        if (Peek() == '.')
        {
            _position++;
            if (!TryTakeDigits())
                return null;
        }

        if (Peek() is 'e' or 'E')
        {
            _position++;
            if (Peek() is '+' or '-')
                _position++;
            if (!TryTakeDigits())
                return null;
        }

        return JsonValue.Number(Encoding.ASCII.GetString(_bytes[start.._position]));
    }

    private bool TryTakeDigits()
    {
        int start = _position;
        while (Peek() is >= '0' and <= '9')
            _position++;
        return _position > start;
    }

    private readonly char Peek() => _position < _bytes.Length ? (char)_bytes[_position] : '\0';

    private bool TryTake(char expected)
    {
        SkipWhitespace();
        if (Peek() != expected)
            return false;
        _position++;
        return true;
    }

    private void SkipWhitespace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
            _position++;
    }

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
}
