using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Interop;

/// <summary>Writes an item in the one form that <see cref="CborReader"/> reads: core deterministic encoding (RFC 8949 §4.2.1).</summary>
public static class CborWriter
{
    /// <summary>The bytes of an item.</summary>
    public static byte[] Encode(CborValue value)
    {
        ArrayBufferWriter<byte> output = new();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    private static void Write(CborValue value, ArrayBufferWriter<byte> output)
    {
        switch (value.Kind)
        {
            case CborKind.Unsigned:
                WriteHead(0, value.Argument, output);
                break;
            case CborKind.Negative:
                WriteHead(1, value.Argument, output);
                break;
            case CborKind.Bytes:
                WriteHead(2, (ulong)value.Bytes.Length, output);
                output.Write(value.Bytes.Span);
                break;
            case CborKind.Text:
                byte[] text = Encoding.UTF8.GetBytes(value.Text);
                WriteHead(3, (ulong)text.Length, output);
                output.Write(text);
                break;
            case CborKind.Array:
                WriteHead(4, (ulong)value.Items.Length, output);
                foreach (CborValue item in value.Items)
                    Write(item, output);
                break;
            case CborKind.Map:
                WriteMap(value, output);
                break;
            case CborKind.Tag:
                WriteHead(6, value.Argument, output);
                Write(value.Items[0], output);
                break;
            case CborKind.False:
                WriteHead(7, 20, output);
                break;
            case CborKind.True:
                WriteHead(7, 21, output);
                break;
            case CborKind.Null:
                WriteHead(7, 22, output);
                break;
        }
    }

    private static void WriteMap(CborValue map, ArrayBufferWriter<byte> output)
    {
        WriteHead(5, (ulong)map.Entries.Length, output);
        (byte[] Key, CborValue Value)[] entries = [.. map.Entries.Select(static entry => (Encode(entry.Key), entry.Value))];
        Array.Sort(entries, static (left, right) => left.Key.AsSpan().SequenceCompareTo(right.Key));
        foreach ((byte[] key, CborValue value) in entries)
        {
            output.Write(key);
            Write(value, output);
        }
    }

    private static void WriteHead(int major, ulong argument, ArrayBufferWriter<byte> output)
    {
        int information = argument switch
        {
            < 24 => (int)argument,
            <= byte.MaxValue => 24,
            <= ushort.MaxValue => 25,
            <= uint.MaxValue => 26,
            _ => 27,
        };
        Span<byte> head = stackalloc byte[1 + sizeof(ulong)];
        int width = information < 24 ? 0 : 1 << (information - 24);
        BinaryPrimitives.WriteUInt64BigEndian(head[1..], argument);
        head[sizeof(ulong) - width] = (byte)((major << 5) | information);
        output.Write(head[(sizeof(ulong) - width)..]);
    }
}
