using System.Buffers.Binary;

namespace OpenGradient.Zk;

/// <summary>Integers of similar size in few bytes, and in one form: for each stretch its least, and what each of it is above that (proof-1 section 15).</summary>
internal static class PackedIntegers
{
    /// <summary>Integers of a stretch; the last one has what is left.</summary>
    public const int StretchLength = 256;

    /// <summary>What an integer takes at least: so there are no more of them than bytes, and who reads them does not pay for what is not there.</summary>
    public const int LeastBits = 8;

    /// <summary>What an integer takes at most.</summary>
    public const int MostBits = 64;

    /// <summary>How many bytes follow the least and the bits of a stretch.</summary>
    public static int ByteCount(int count, int bits) => ((count * bits) + 7) / 8;

    /// <summary>The bytes of integers.</summary>
    public static byte[] Pack(ReadOnlySpan<long> integers)
    {
        List<byte> bytes = [];
        for (int start = 0; start < integers.Length; start += StretchLength)
            bytes.AddRange(PackStretch(integers[start..Math.Min(start + StretchLength, integers.Length)]));
        return [.. bytes];
    }

    /// <summary>The bytes of a stretch: its least, the bits of a difference from that, and the differences.</summary>
    public static byte[] PackStretch(ReadOnlySpan<long> integers)
    {
        (long least, long most) = (integers[0], integers[0]);
        foreach (long integer in integers)
            (least, most) = (Math.Min(least, integer), Math.Max(most, integer));
        int bits = Math.Max(LeastBits, MostBits - (int)ulong.LeadingZeroCount(Above(most, least)));
        byte[] bytes = new byte[(2 * sizeof(long)) + ByteCount(integers.Length, bits)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, least);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), bits);
        int at = 2 * sizeof(long);
        (UInt128 pending, int held) = (0, 0);
        foreach (long integer in integers)
        {
            pending = (pending << bits) | Above(integer, least);
            for (held += bits; held >= 8; held -= 8)
                bytes[at++] = unchecked((byte)(pending >> (held - 8)));
        }

        if (held > 0)
            bytes[at] = unchecked((byte)(pending << (8 - held)));
        return bytes;
    }

    /// <summary>The integers of a stretch, of its differences; those that leave 64 bits wrap around, and then pack to other bytes.</summary>
    public static void UnpackStretch(long least, int bits, ReadOnlySpan<byte> differences, Span<long> integers)
    {
        ulong mask = ulong.MaxValue >> (MostBits - bits);
        int at = 0;
        (UInt128 pending, int held) = (0, 0);
        for (int index = 0; index < integers.Length; index++)
        {
            for (; held < bits; held += 8)
                pending = (pending << 8) | differences[at++];
            held -= bits;
            integers[index] = unchecked(least + (long)((ulong)(pending >> held) & mask));
        }
    }

    private static ulong Above(long integer, long least) => unchecked((ulong)(integer - least));
}
