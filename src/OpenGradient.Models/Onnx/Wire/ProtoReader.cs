using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Onnx.Wire;

/// <summary>Walks the fields of one Protocol Buffers message; every step is checked against the end of the message.</summary>
/// <remarks>Use: <c>while (reader.Next()) switch (reader.Field) …</c>, reading the value of every field that is wanted; others are skipped.</remarks>
internal ref struct ProtoReader
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _message;
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private ulong _number; // of the current field, if it is a varint or fixed
    private int _start; // of the current field's bytes
    private int _length;

    public ProtoReader(ReadOnlyMemory<byte> message)
    {
        _message = message;
        _bytes = message.Span;
    }

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is stored.</summary>
    public ProtoWireType WireType { get; private set; }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _bytes.Length)
            return false;
        ulong key = ReadVarint();
        if (key >> 3 is 0 or > 536_870_911)
            throw Malformed("no field of an ONNX model can stand");
        Field = (int)(key >> 3);
        WireType = (ProtoWireType)(key & 7);
        ReadValue();
        return true;
    }

    /// <summary>The current field as a signed integer.</summary>
    public readonly long Int64()
    {
        Require(ProtoWireType.Varint);
        return unchecked((long)_number);
    }

    /// <summary>The current field as a 32-bit integer; an enum likewise.</summary>
    public readonly int Int32()
    {
        long number = Int64();
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw Malformed($"the number of field {Field} is larger than 32 bits");
    }

    /// <summary>The current field as a binary32 number.</summary>
    public readonly float Float()
    {
        Require(ProtoWireType.Fixed32);
        return BitConverter.UInt32BitsToSingle((uint)_number);
    }

    /// <summary>The current field as bytes or as an embedded message.</summary>
    public readonly ReadOnlyMemory<byte> Bytes()
    {
        Require(ProtoWireType.Bytes);
        return _message.Slice(_start, _length);
    }

    /// <summary>The current field as text.</summary>
    public readonly string Text()
    {
        ReadOnlySpan<byte> bytes = Bytes().Span;
        if (bytes.Length > TextLimit)
            throw Malformed($"the text in field {Field} is longer than {TextLimit} bytes");
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"the text in field {Field} is not UTF-8");
        }
    }

    /// <summary>Appends the current field, one integer or a packed list, to <paramref name="list"/>.</summary>
    public readonly void AppendInt64(List<long> list)
    {
        if (WireType == ProtoWireType.Varint)
        {
            list.Add(Int64());
            return;
        }

        var packed = new ProtoReader(Bytes());
        while (packed._position < packed._bytes.Length)
            list.Add(unchecked((long)packed.ReadVarint()));
    }

    /// <summary>Appends the current field, one binary32 number or a packed list, to <paramref name="list"/>.</summary>
    public readonly void AppendFloat(List<float> list)
    {
        if (WireType == ProtoWireType.Fixed32)
        {
            list.Add(Float());
            return;
        }

        ReadOnlySpan<byte> packed = Bytes().Span;
        if (packed.Length % 4 != 0)
            throw Malformed($"the packed numbers in field {Field} do not fill their bytes");
        list.AddRange(MemoryMarshal.Cast<byte, float>(packed));
    }

    /// <summary>Appends the current field, one binary64 number or a packed list, to <paramref name="list"/>.</summary>
    public readonly void AppendDouble(List<double> list)
    {
        if (WireType == ProtoWireType.Fixed64)
        {
            list.Add(BitConverter.UInt64BitsToDouble(_number));
            return;
        }

        ReadOnlySpan<byte> packed = Bytes().Span;
        if (packed.Length % 8 != 0)
            throw Malformed($"the packed numbers in field {Field} do not fill their bytes");
        list.AddRange(MemoryMarshal.Cast<byte, double>(packed));
    }

    private void ReadValue()
    {
        switch (WireType)
        {
            case ProtoWireType.Varint:
                _number = ReadVarint();
                break;
            case ProtoWireType.Fixed64:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(_bytes.Slice(Take(8), 8));
                break;
            case ProtoWireType.Fixed32:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Slice(Take(4), 4));
                break;
            case ProtoWireType.Bytes:
                ulong length = ReadVarint();
                if (length > int.MaxValue)
                    throw Malformed($"field {Field} claims to take {length} bytes");
                _length = (int)length;
                _start = Take(_length);
                break;
            default:
                throw Malformed($"field {Field} is of an unknown kind ({(int)WireType})");
        }
    }

    private int Take(int count)
    {
        if (count > _bytes.Length - _position)
            throw Malformed($"field {Field} should take {count} bytes, and {_bytes.Length - _position} are left (was the file cut short?)");
        int start = _position;
        _position += count;
        return start;
    }

    private ulong ReadVarint()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = _bytes[Take(1)];
            if (shift == 63 && part > 1)
                break;
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }

        throw Malformed("an integer is longer than 64 bits");
    }

    private readonly void Require(ProtoWireType expected)
    {
        if (WireType != expected)
            throw Malformed($"field {Field} is stored as {WireType}, not as {expected}");
    }

    /// <remarks>A message inside another is a slice of the same array: so the place in the file is known here.</remarks>
    private readonly InvalidInputException Malformed(string what)
    {
        int start = MemoryMarshal.TryGetArray(_message, out ArraySegment<byte> file) ? file.Offset : 0;
        return new(InvalidInputKind.Malformed, ModelFile.WholeFile, $"The file is damaged: at byte {start + _position} {what}.");
    }

    private const int TextLimit = 1 << 16;
}
