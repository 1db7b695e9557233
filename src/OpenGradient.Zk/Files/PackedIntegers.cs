using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;

namespace OpenGradient.Zk;

/// <summary>Integers of similar size in few bits, and in one form: for each stretch its median, and how far each of it is from that, without the zeros that all of these end in, by the code of Rice (proof-1 section 15).</summary>
/// <remarks>
/// <code>
/// of each stretch of 256: median, 8 bytes | z, 1 byte | k, 1 byte | of each: u / 2^k zeros, a one, the last k bits of u | zeros up to a whole byte
/// u = 0, 1, 2, 3, 4, … for a difference of 0, -1, 1, -2, 2, … times 2^z from the median
/// </code>
/// Differences are taken modulo 2^64, so that each fits 64 bits.
/// </remarks>
internal static class PackedIntegers
{
    /// <summary>Integers of a stretch; the last one has what is left.</summary>
    public const int StretchLength = 256;

    /// <summary>The bits that a code has at least behind its one; so who reads integers does not pay for what is not there.</summary>
    public const int LeastLowBits = 5;

    /// <summary>The bits that a code has at most behind its one.</summary>
    public const int MostLowBits = 63;

    /// <summary>The zeros that differences may end in, in a stretch where they are not all 0.</summary>
    public const int MostZeros = 63;

    /// <summary>What an integer takes at least.</summary>
    public const int LeastBits = 1 + LeastLowBits;

    /// <summary>Before the codes of a stretch: its median, the zeros that all differences end in, the bits behind the one of each code.</summary>
    public const int HeadBytes = sizeof(long) + 2;

    private const int WordBits = 64;

    /// <summary>The bits that are there at least in what <see cref="Window"/> gives.</summary>
    private const int WindowBits = WordBits - 7;

    /// <summary>The bytes of integers.</summary>
    public static byte[] Pack(ReadOnlySpan<long> integers)
    {
        List<byte> bytes = [];
        for (int start = 0; start < integers.Length; start += StretchLength)
        {
            ReadOnlySpan<long> stretch = integers[start..Math.Min(start + StretchLength, integers.Length)];
            bytes.AddRange(PackStretch(stretch, MedianOf(stretch)));
        }

        return [.. bytes];
    }

    /// <summary>The bytes of a stretch with this median: its head, and the codes.</summary>
    public static byte[] PackStretch(ReadOnlySpan<long> integers, long median)
    {
        Debug.Assert(integers.Length is > 0 and <= StretchLength, "a stretch is neither empty nor longer");
        ulong[] folded = new ulong[integers.Length];
        int zeros = Fold(integers, median, folded);
        int lowBits = LeastLowBits;
        while (!IsEnough(folded, lowBits))
            lowBits++;
        int bitCount = folded.Length * (1 + lowBits);
        foreach (ulong number in folded)
            bitCount += (int)(number >> lowBits);
        byte[] bytes = new byte[HeadBytes + BytesOf(bitCount)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, median);
        (bytes[sizeof(long)], bytes[sizeof(long) + 1]) = ((byte)zeros, (byte)lowBits);
        WriteCodes(folded, lowBits, bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>Whether at most half of a stretch is less than this integer of it, and more than half is not greater.</summary>
    public static bool IsMedian(ReadOnlySpan<long> integers, long median)
    {
        (int less, int equal) = (0, 0);
        foreach (long integer in integers)
        {
            less += integer < median ? 1 : 0;
            equal += integer == median ? 1 : 0;
        }

        return less <= integers.Length / 2 && less + equal > integers.Length / 2;
    }

    /// <summary>The integers of a stretch, of the bytes that begin with its codes; gives how many bytes these take, or -1 where they end before the codes do.</summary>
    /// <remarks>Total: what leaves 64 bits wraps around, and then packs to other bytes.</remarks>
    public static int UnpackStretch(long median, int zeros, int lowBits, ReadOnlySpan<byte> bytes, Span<long> integers)
    {
        int at = 0;
        for (int index = 0; index < integers.Length; index++)
        {
            int one = NextOne(bytes, at);
            int end = one + 1 + lowBits;
            if (one < 0 || end > bytes.Length * 8)
                return -1;
            ulong folded = ((ulong)(one - at) << lowBits) | Read(bytes, one + 1, lowBits);
            integers[index] = unchecked(median + (((long)(folded >> 1) ^ -(long)(folded & 1)) << zeros));
            at = end;
        }

        return BytesOf(at);
    }

    private static long MedianOf(ReadOnlySpan<long> integers)
    {
        long[] sorted = [.. integers];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>The u of each difference; gives the zeros that all differences end in.</summary>
    private static int Fold(ReadOnlySpan<long> integers, long median, Span<ulong> folded)
    {
        ulong occurring = 0;
        foreach (long integer in integers)
            occurring |= unchecked((ulong)(integer - median));
        int zeros = occurring == 0 ? 0 : BitOperations.TrailingZeroCount(occurring);
        for (int index = 0; index < integers.Length; index++)
        {
            long difference = unchecked(integers[index] - median) >> zeros;
            folded[index] = unchecked((ulong)((difference << 1) ^ (difference >> (WordBits - 1))));
        }

        return zeros;
    }

    /// <summary>Whether a bit more behind each one saves no more zeros than there are codes.</summary>
    private static bool IsEnough(ReadOnlySpan<ulong> folded, int lowBits)
    {
        ulong left = (ulong)folded.Length;
        foreach (ulong number in folded)
        {
            ulong saved = ((number >> lowBits) + 1) / 2;
            if (saved > left)
                return false;
            left -= saved;
        }

        return true;
    }

    /// <summary>Writes codes into zeros.</summary>
    private static void WriteCodes(ReadOnlySpan<ulong> folded, int lowBits, Span<byte> bytes)
    {
        int end = 0;
        foreach (ulong number in folded)
        {
            end += (int)(number >> lowBits) + 1 + lowBits;
            ulong code = (1UL << lowBits) | (number & ((1UL << lowBits) - 1));
            int place = (end - 1) / 8;
            for (UInt128 left = (UInt128)code << ((place * 8) + 8 - end); left != 0; left >>= 8)
                bytes[place--] |= unchecked((byte)left);
        }
    }

    /// <summary>The place of the first one from a bit on; below 0 if there is none.</summary>
    private static int NextOne(ReadOnlySpan<byte> bytes, int at)
    {
        for (; at < bytes.Length * 8; at += WindowBits)
        {
            ulong window = Window(bytes, at);
            if (window != 0)
                return at + BitOperations.LeadingZeroCount(window);
        }

        return -1;
    }

    /// <summary>From 1 to 63 bits, the first of which is the most significant.</summary>
    private static ulong Read(ReadOnlySpan<byte> bytes, int at, int count)
    {
        const int half = WordBits / 2;
        return count <= WindowBits
            ? Window(bytes, at) >> (WordBits - count)
            : (Window(bytes, at) >> half << (count - half)) | (Window(bytes, at + half) >> (WordBits - (count - half)));
    }

    /// <summary>The bits from one on, in front, of which <see cref="WindowBits"/> are there; zeros behind them, and behind the bytes.</summary>
    private static ulong Window(ReadOnlySpan<byte> bytes, int at)
    {
        ReadOnlySpan<byte> rest = bytes[(at / 8)..];
        if (rest.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(rest) << (at % 8);
        ulong window = 0;
        for (int index = 0; index < rest.Length; index++)
            window |= (ulong)rest[index] << (WordBits - 8 - (8 * index));
        return window << (at % 8);
    }

    private static int BytesOf(int bitCount) => (bitCount + 7) / 8;
}
