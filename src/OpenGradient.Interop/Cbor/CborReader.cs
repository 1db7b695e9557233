using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace OpenGradient.Interop;

/// <summary>A strict reader of CBOR in its one deterministic form (RFC 8949 §4.2.1): never throws, never guesses.</summary>
/// <remarks>
/// Refused beyond RFC 8949's well-formedness: lengths and numbers that are not in their shortest form, indefinite lengths, map keys that are
/// not in ascending order of their encoding (so none is there twice), invalid UTF-8, floating-point numbers and simple values other than
/// false, true and null, nesting deeper than <see cref="MaximumDepth"/>, anything behind the item. Time and memory are linear in the input.
/// <see cref="TryReadAnyOrder"/> is for documents whose form somebody else chose: keys in any order, still none twice, and arrays and maps without a length.
/// </remarks>
public ref struct CborReader
{
    /// <summary>How deep arrays, maps and tags may nest.</summary>
    public const int MaximumDepth = 16;

    private const byte OpenArray = 0x9f; // RFC 8949 §3.2.2
    private const byte OpenMap = 0xbf;
    private const byte Break = 0xff;

    private readonly ReadOnlyMemory<byte> _memory;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _isAnyOrder;
    private int _position;

    private CborReader(ReadOnlyMemory<byte> bytes, bool isAnyOrder)
    {
        _memory = bytes;
        _bytes = bytes.Span;
        _isAnyOrder = isAnyOrder;
    }

    /// <summary>Reads one item; on failure <paramref name="errorOffset"/> is the byte at which it stopped making sense. Byte strings are slices of <paramref name="bytes"/>.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CborValue? value, out int errorOffset)
    {
        CborReader reader = new(bytes, isAnyOrder: false);
        value = reader.ReadItem(depth: 0);
        if (reader._position != bytes.Length)
            value = null;
        errorOffset = value is null ? reader._position : -1;
        return value is not null;
    }

    /// <inheritdoc cref="TryRead(ReadOnlyMemory{byte}, out CborValue?, out int)"/>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CborValue? value) => TryRead(bytes, out value, out _);

    /// <summary>Reads one item that a platform wrote: its maps may be in any order, and it may end arrays and maps with a break. What is read is not what <see cref="CborWriter"/> writes.</summary>
    internal static bool TryReadAnyOrder(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out CborValue? value)
    {
        CborReader reader = new(bytes, isAnyOrder: true);
        value = reader.ReadItem(depth: 0);
        if (reader._position != bytes.Length)
            value = null;
        return value is not null;
    }

    private CborValue? ReadItem(int depth)
    {
        int start = _position;
        if (depth > MaximumDepth)
            return Fail(start);
        if (_isAnyOrder && start < _bytes.Length && _bytes[start] is OpenArray or OpenMap)
            return ReadOpen(_bytes[_position++] == OpenMap, depth, start);
        if (!TryReadHead(out int major, out ulong argument))
            return Fail(start);
        return major switch
        {
            0 => CborValue.Unsigned(argument),
            1 => CborValue.Negative(argument),
            2 => TryTake(argument, out int length) ? CborValue.ByteString(_memory.Slice(_position - length, length)) : Fail(start),
            3 => ReadText(argument, start),
            4 => ReadArray(argument, depth, start),
            5 => ReadMap(argument, depth, start),
            6 => ReadItem(depth + 1) is { } item ? CborValue.Tagged(argument, item) : null,
            _ => ReadSimple(argument, start),
        };
    }

    /// <summary>The first byte, major type ‖ 5 bits, and the number that those bits are or announce.</summary>
    private bool TryReadHead(out int major, out ulong argument)
    {
        major = 0;
        argument = 0;
        if (_position >= _bytes.Length)
            return false;
        byte head = _bytes[_position++];
        major = head >> 5;
        int information = head & 0x1f;
        if (information < 24)
        {
            argument = (ulong)information;
            return true;
        }

        // SPEC: RFC 8949 §4.2.1: "the shortest form"; 31, an indefinite length, and 28 to 30 have no such form. The forms of major type 7 beyond
        // its first byte are floating-point numbers and simple values that nothing here uses.
        int width = 1 << (information - 24);
        if (information > 27 || major == 7 || width > _bytes.Length - _position)
            return false;
        argument = ReadBigEndian(_bytes.Slice(_position, width));
        _position += width;
        return argument >= SmallestOfWidth(information);
    }

    private static ulong ReadBigEndian(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    private static ulong SmallestOfWidth(int information) => information switch
    {
        24 => 24,
        25 => 1UL << 8,
        26 => 1UL << 16,
        _ => 1UL << 32,
    };

    private CborValue? ReadText(ulong length, int start)
    {
        if (!TryTake(length, out int taken))
            return Fail(start);
        ReadOnlySpan<byte> text = _bytes.Slice(_position - taken, taken);
        return Utf8.IsValid(text) ? CborValue.String(Encoding.UTF8.GetString(text)) : Fail(start);
    }

    private CborValue? ReadArray(ulong count, int depth, int start)
    {
        // Each item takes a byte at least: a count that the bytes cannot hold is refused before anything is set aside for it.
        if (count > (ulong)(_bytes.Length - _position))
            return Fail(start);
        var items = ImmutableArray.CreateBuilder<CborValue>();
        for (ulong i = 0; i < count; i++)
        {
            if (ReadItem(depth + 1) is not { } item)
                return null;
            items.Add(item);
        }

        return CborValue.Array(items.ToImmutable());
    }

    private CborValue? ReadMap(ulong count, int depth, int start)
    {
        if (count > (ulong)(_bytes.Length - _position) / 2)
            return Fail(start);
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<CborValue, CborValue>>();
        ReadOnlySpan<byte> previous = [];
        for (ulong i = 0; i < count; i++)
        {
            int keyStart = _position;
            if (ReadItem(depth + 1) is not { } key)
                return null;
            ReadOnlySpan<byte> encoded = _bytes[keyStart.._position];
            if (!_isAnyOrder && previous.SequenceCompareTo(encoded) >= 0)
                return Fail(keyStart);
            previous = encoded;
            if (ReadItem(depth + 1) is not { } value)
                return null;
            entries.Add(new(key, value));
        }

        return _isAnyOrder && HasKeyTwice(entries) ? Fail(start) : CborValue.Map(entries.ToImmutable());
    }

    /// <summary>An array or map that a break ends.</summary>
    private CborValue? ReadOpen(bool isMap, int depth, int start)
    {
        var items = ImmutableArray.CreateBuilder<CborValue>();
        while (_position < _bytes.Length && _bytes[_position] != Break)
        {
            if (ReadItem(depth + 1) is not { } item)
                return null;
            items.Add(item);
        }

        if (_position++ >= _bytes.Length || (isMap && items.Count % 2 != 0))
            return Fail(start);
        if (!isMap)
            return CborValue.Array(items.ToImmutable());
        var entries = ImmutableArray.CreateBuilder<KeyValuePair<CborValue, CborValue>>(items.Count / 2);
        for (int i = 0; i < items.Count; i += 2)
            entries.Add(new(items[i], items[i + 1]));
        return HasKeyTwice(entries) ? Fail(start) : CborValue.Map(entries.MoveToImmutable());
    }

    /// <summary>Sorted, so that a map of many keys costs no more than reading it and once over.</summary>
    private static bool HasKeyTwice(ImmutableArray<KeyValuePair<CborValue, CborValue>>.Builder entries)
    {
        byte[][] keys = [.. entries.Select(static entry => CborWriter.Encode(entry.Key))];
        Array.Sort(keys, static (left, right) => left.AsSpan().SequenceCompareTo(right));
        for (int i = 1; i < keys.Length; i++)
        {
            if (keys[i - 1].AsSpan().SequenceEqual(keys[i]))
                return true;
        }

        return false;
    }

    private CborValue? ReadSimple(ulong value, int start) => value switch
    {
        20 => CborValue.False,
        21 => CborValue.True,
        22 => CborValue.Null,
        _ => Fail(start),
    };

    private bool TryTake(ulong length, out int taken)
    {
        taken = 0;
        if (length > (ulong)(_bytes.Length - _position))
            return false;
        taken = (int)length;
        _position += taken;
        return true;
    }

    /// <summary>Leaves the position where the item began that makes no sense.</summary>
    private CborValue? Fail(int start)
    {
        _position = start;
        return null;
    }
}
