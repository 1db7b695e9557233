using System.Buffers.Binary;

namespace OpenGradient.Zk;

/// <summary>Integers of similar size in few bytes, and in one form: for each stretch its least, and what each of it is above that, without the zeros that all of these end in (proof-1 section 15).</summary>
internal static class PackedIntegers
{
    /// <summary>Integers of a stretch; the last one has what is left.</summary>
    public const int StretchLength = 256;

    /// <summary>What an integer takes at least: so there are no more of them than bytes, and who reads them does not pay for what is not there.</summary>
    public const int LeastBits = 8;

    /// <summary>What an integer takes at most.</summary>
    public const int MostBits = 64;

    /// <summary>Before the differences of a stretch: its least, the zeros that all differences end in, the bits of each.</summary>
    public const int HeadBytes = 3 * sizeof(long);

    /// <summary>How many bytes follow the head of a stretch.</summary>
    public static int ByteCount(int count, int bits) => ((count * bits) + 7) / 8;

    /// <summary>The bytes of integers.</summary>
    public static byte[] Pack(ReadOnlySpan<long> integers)
    {
        List<byte> bytes = [];
        for (int start = 0; start < integers.Length; start += StretchLength)
            bytes.AddRange(PackStretch(integers[start..Math.Min(start + StretchLength, integers.Length)]));
        return [.. bytes];
    }

    /// <summary>The bytes of a stretch: its head, and the differences.</summary>
    public static byte[] PackStretch(ReadOnlySpan<long> integers)
    {
        (long least, long most) = (integers[0], integers[0]);
        foreach (long integer in integers)
            (least, most) = (Math.Min(least, integer), Math.Max(most, integer));
        ulong occurring = 0;
        foreach (long integer in integers)
            occurring |= Above(integer, least);
        int zeros = occurring == 0 ? 0 : (int)ulong.TrailingZeroCount(occurring);
        int bits = Math.Max(LeastBits, MostBits - (int)ulong.LeadingZeroCount(Above(most, least) >> zeros));
        byte[] bytes = new byte[HeadBytes + ByteCount(integers.Length, bits)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, least);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(sizeof(long)), zeros);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(2 * sizeof(long)), bits);
        PackDifferences(integers, least, zeros, bits, bytes.AsSpan(HeadBytes));
        return bytes;
    }

    private static void PackDifferences(ReadOnlySpan<long> integers, long least, int zeros, int bits, Span<byte> bytes)
    {
        int at = 0;
        (UInt128 pending, int held) = (0, 0);
        foreach (long integer in integers)
        {
            pending = (pending << bits) | (Above(integer, least) >> zeros);
            for (held += bits; held >= 8; held -= 8)
                bytes[at++] = unchecked((byte)(pending >> (held - 8)));
        }

        if (held > 0)
            bytes[at] = unchecked((byte)(pending << (8 - held)));
    }

    /// <summary>The integers of a stretch, of its differences; those that leave 64 bits wrap around, and then pack to other bytes.</summary>
    public static void UnpackStretch(long least, int zeros, int bits, ReadOnlySpan<byte> differences, Span<long> integers)
    {
        ulong mask = ulong.MaxValue >> (MostBits - bits);
        int at = 0;
        (UInt128 pending, int held) = (0, 0);
        for (int index = 0; index < integers.Length; index++)
        {
            for (; held < bits; held += 8)
                pending = (pending << 8) | differences[at++];
            held -= bits;
            integers[index] = unchecked(least + (long)(((ulong)(pending >> held) & mask) << zeros));
        }
    }

    private static ulong Above(long integer, long least) => unchecked((ulong)(integer - least));
}
