using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace OpenGradient.Models.Gguf;

/// <summary>Writes GGUF files, version 3: entries of metadata, then tensors, whose bytes the caller writes one after the other.</summary>
/// <remarks>The layout is that of <see cref="GgufHeader"/>. Not for entries that occur twice: nothing here looks at what they hold.</remarks>
internal sealed class GgufWriter(Stream destination, int alignment = GgufWriter.DefaultAlignment)
{
    /// <summary>What files without an alignment of their own have.</summary>
    public const int DefaultAlignment = 32;

    private const uint Version = 3;
    private const uint UInt32Type = 4;
    private const uint Float32Type = 6;
    private const uint BoolType = 7;
    private const uint StringType = 8;

    private long _position;

    /// <summary>An entry that is a 32-bit number.</summary>
    public static byte[] Entry(string key, uint value) => [.. Text(key), .. Bytes(UInt32Type), .. Bytes(value)];

    /// <summary>An entry that is a binary32 number.</summary>
    public static byte[] Entry(string key, float value) => [.. Text(key), .. Bytes(Float32Type), .. Bytes(BitConverter.SingleToUInt32Bits(value))];

    /// <summary>An entry that is a flag.</summary>
    public static byte[] Entry(string key, bool value) => [.. Text(key), .. Bytes(BoolType), value ? (byte)1 : (byte)0];

    /// <summary>An entry that is a text.</summary>
    public static byte[] Entry(string key, string value) => [.. Text(key), .. Bytes(StringType), .. Text(value)];

    /// <summary>Writes everything before the tensors' bytes.</summary>
    /// <param name="entries">The metadata, each entry as it stands in a file.</param>
    /// <param name="tensors">Names, types, shapes and lengths; their offsets are not read.</param>
    public void WriteHeader(IReadOnlyCollection<ReadOnlyMemory<byte>> entries, IReadOnlyCollection<GgufTensor> tensors)
    {
        Write([.. "GGUF"u8, .. Bytes(Version), .. Bytes((ulong)tensors.Count), .. Bytes((ulong)entries.Count)]);
        foreach (ReadOnlyMemory<byte> entry in entries)
            Write(entry.Span);
        long offset = 0;
        foreach (GgufTensor tensor in tensors)
        {
            Write([.. Text(tensor.Name), .. Bytes((uint)tensor.Shape.Length), .. Dimensions(tensor.Shape), .. Bytes((uint)tensor.Type), .. Bytes((ulong)offset)]);
            offset = (offset + tensor.LengthBytes + alignment - 1) / alignment * alignment;
        }

        Pad();
    }

    /// <summary>Writes bytes of the tensor whose turn it is.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        destination.Write(bytes);
        _position += bytes.Length;
    }

    /// <summary>Ends a tensor: the next begins at a multiple of the alignment.</summary>
    public void Pad() => Write(new byte[(alignment - (_position % alignment)) % alignment]);

    private static byte[] Dimensions(ImmutableArray<long> shape) => [.. shape.Reverse().SelectMany(static dimension => Bytes((ulong)dimension))];

    private static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return [.. Bytes((ulong)bytes.Length), .. bytes];
    }

    private static byte[] Bytes(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Bytes(ulong value)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
