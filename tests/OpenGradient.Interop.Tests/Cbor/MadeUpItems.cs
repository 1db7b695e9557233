using System.Formats.Cbor;
using PlatformWriter = System.Formats.Cbor.CborWriter;

namespace OpenGradient.Interop.Tests.Cbor;

/// <summary>Small CBOR items of every kind that is read, the same ones for the same seed, written by the platform's library.</summary>
internal sealed class MadeUpItems(int seed)
{
    private readonly Random _random = new(seed);

    public void Write(PlatformWriter writer, int depth = 0)
    {
        switch (_random.Next(depth < 4 ? 9 : 6))
        {
            case 0:
                writer.WriteUInt64((ulong)_random.NextInt64() >> _random.Next(64));
                break;
            case 1:
                writer.WriteInt64(-1 - (_random.NextInt64() >> _random.Next(63)));
                break;
            case 2:
                writer.WriteByteString(new byte[_random.Next(300)]);
                break;
            case 3:
                writer.WriteTextString(new string('é', _random.Next(20)));
                break;
            case 4:
                writer.WriteBoolean(_random.Next(2) == 0);
                break;
            case 5:
                writer.WriteNull();
                break;
            case 6:
                WriteArray(writer, depth);
                break;
            case 7:
                WriteMap(writer, depth);
                break;
            default:
                writer.WriteTag((CborTag)(ulong)_random.Next(1000, 1 << 20)); // those below have rules of their own in the platform's reader
                Write(writer, depth + 1);
                break;
        }
    }

    public static byte[] Damage(byte[] bytes, int place, byte value, int how)
    {
        int at = place % bytes.Length;
        return how switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], value, .. bytes[at..]],
            2 => [.. bytes, value],
            _ => [.. bytes[..at], value, .. bytes[(at + 1)..]],
        };
    }

    private void WriteArray(PlatformWriter writer, int depth)
    {
        int count = _random.Next(5);
        writer.WriteStartArray(count);
        for (int i = 0; i < count; i++)
            Write(writer, depth + 1);
        writer.WriteEndArray();
    }

    /// <summary>Keys of one length: there the order of RFC 7049, which the platform's writer keeps, is that of RFC 8949.</summary>
    private void WriteMap(PlatformWriter writer, int depth)
    {
        int count = _random.Next(5);
        writer.WriteStartMap(count);
        for (int i = 0; i < count; i++)
        {
            writer.WriteInt32(1000 + (_random.Next(100) * 5) + i);
            Write(writer, depth + 1);
        }

        writer.WriteEndMap();
    }
}
