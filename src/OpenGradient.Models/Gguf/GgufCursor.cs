using System.Buffers.Binary;
using System.Text;

namespace OpenGradient.Models.Gguf;

/// <summary>Reads the little-endian fields of a GGUF header; a read past the end names what was being read.</summary>
internal ref struct GgufCursor(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _bytes.Length - Position;

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(long count, string subject)
    {
        if (count < 0 || count > Remaining)
            throw GgufError.Malformed(subject, $"The file is damaged: it ends at byte {_bytes.Length}, in the middle of this. Was it cut short?");
        ReadOnlySpan<byte> taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    /// <summary>A 32-bit unsigned number.</summary>
    public uint UInt32(string subject) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, subject));

    /// <summary>A 64-bit unsigned number.</summary>
    public ulong UInt64(string subject) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, subject));

    /// <summary>A count of things of which each takes at least <paramref name="leastBytes"/> of the remaining bytes.</summary>
    public int Count(int leastBytes, int limit, string subject)
    {
        ulong count = UInt64(subject);
        if (count > (ulong)limit)
            throw GgufError.TooLarge(subject, $"It counts {count}; at most {limit} are read.");
        return (long)count * leastBytes <= Remaining
            ? (int)count
            : throw GgufError.Malformed(subject, $"The file is damaged: at byte {Position - 8} it counts {count}, more than the file can hold.");
    }

    /// <summary>A name: a string of at least one and at most <see cref="GgufLimits.NameBytes"/> bytes.</summary>
    public string Name(string subject)
    {
        string name = String(GgufLimits.NameBytes, subject);
        return name.Length > 0 ? name : throw GgufError.Malformed(subject, "The name is empty.");
    }

    /// <summary>A string: its length in 64 bits, then UTF-8.</summary>
    public string String(int limitBytes, string subject)
    {
        int length = Count(1, limitBytes, subject);
        try
        {
            return StrictUtf8.GetString(Take(length, subject));
        }
        catch (DecoderFallbackException exception)
        {
            throw GgufError.Malformed(subject, "It is not valid UTF-8.", exception);
        }
    }
}
