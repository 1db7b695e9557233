using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests.Files;

/// <summary>Integers in few bits around their median: proof-1 section 15.</summary>
public sealed class PackedIntegersTests
{
    /// <summary>1 is the median; -2, 1 and 256 are -3, 0 and 255 from it, which become 5, 0 and 510: with 7 bits behind each one there are three zeros, of which an eighth would save two, and take three bits.</summary>
    [Fact]
    public void Pack_Few_AreTheirMedianTheBitsAndTheCodes() =>
        Assert.Equal("0000000000000001" + "00" + "07" + "85801FC0", Convert.ToHexString(PackedIntegers.Pack([-2, 1, 256])));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void Pack_AnyWidth_IsAsTheTextSaysAndUnpacksToTheSame(int count)
    {
        Random random = new(count);
        for (int width = 0; width <= 64; width++)
        {
            long low = random.NextInt64(long.MinValue, long.MaxValue);
            RequireOwnForm([.. Enumerable.Range(0, count).Select(_ => unchecked(low + (long)((ulong)random.NextInt64(long.MinValue, long.MaxValue) >> Math.Min(64 - width, 63))))]);
        }
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 0)]
    [InlineData(long.MinValue, 0, 0)]
    [InlineData(long.MaxValue, 0, 0)]
    [InlineData(long.MinValue, long.MinValue, long.MaxValue)]
    [InlineData(-1, -1, long.MaxValue)]
    public void Pack_FromTheLeastToTheMost_UnpacksToTheSame(long first, long second, long third) => RequireOwnForm([first, second, third]);

    /// <summary>Half of them are as far from the median as numbers are.</summary>
    [Fact]
    public void Pack_AsFarApartAsNumbersAre_TakesTheMostBits()
    {
        long[] integers = [.. Enumerable.Range(0, 256).Select(static index => index <= 128 ? 0 : long.MaxValue - index)];

        RequireOwnForm(integers);

        Assert.Equal(PackedIntegers.MostLowBits, PackedIntegers.Pack([0, long.MaxValue, long.MaxValue - 1, 0, long.MinValue, long.MinValue + 1, 0])[9]);
    }

    /// <summary>One is far from all others: its zeros lead through many windows of the reader.</summary>
    [Theory]
    [InlineData(256, 30)]
    [InlineData(256, 62)]
    [InlineData(40, 12)]
    public void Pack_OneFarAway_UnpacksToTheSame(int count, int bits)
    {
        long[] integers = [.. Enumerable.Range(0, count).Select(index => index == count / 3 ? 1L << bits : index)];

        RequireOwnForm(integers);
        RequireOwnForm([.. integers.Select(static integer => -integer)]);
    }

    /// <summary>0, 1 and 255 times 2^8 apart: the median is the second, and the others -1 and 254 from it.</summary>
    [Fact]
    public void Pack_DifferencesThatEndInZeros_AreWithoutThem()
    {
        byte[] bytes = PackedIntegers.Pack([1025, 1281, 1025 + (255 << 8)]);

        Assert.Equal((1281L, (byte)8), (BinaryPrimitives.ReadInt64BigEndian(bytes), bytes[8]));
        RequireOwnForm([1025, 1281, 1025 + (255 << 8)]);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 62)]
    [InlineData(256, 40)]
    [InlineData(300, 7)]
    public void Pack_MultiplesOfAPowerOfTwo_UnpackToTheSame(int count, int zeros)
    {
        Random random = new(zeros);

        RequireOwnForm([.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1L << (62 - zeros)) << zeros)]);
    }

    /// <summary>No other number of bits behind each one, from five on, takes fewer bits in all.</summary>
    [Fact]
    public void Pack_Anything_HasTheFewestBits()
    {
        Random random = new(3);
        for (int turn = 0; turn < 100; turn++)
        {
            int width = random.Next(1, 40);
            long[] integers = [.. Enumerable.Range(0, random.Next(1, 257)).Select(_ => random.NextInt64(1L << width) * random.Next(1, 9))];
            byte[] own = PackedIntegers.Pack(integers);

            BigInteger[] folded = Folded(integers, BinaryPrimitives.ReadInt64BigEndian(own), own[8]);
            BigInteger[] sizes = [.. Enumerable.Range(5, 59).Select(lowBits => folded.Aggregate(BigInteger.Zero, (sum, u) => sum + (u >> lowBits) + 1 + lowBits))];

            Assert.Equal(5 + Array.IndexOf(sizes, sizes.Min()), own[9]);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1023, 1023)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 1026)]
    [InlineData(2047, 2048)]
    [InlineData(2049, 2052)]
    [InlineData((1L << 61) + 1, (1L << 61) + (1L << 52))]
    [InlineData((1L << 62) - 1, 1L << 62)]
    public void RoundUp_AnyRowSum_IsTheLeastOfTenBitsThatIsNotBelow(long sum, long expected) => Assert.Equal(expected, ProofKey.RoundUp(sum));

    [Fact]
    public void Pack_None_AreNoBytes() => Assert.Empty(PackedIntegers.Pack([]));

    [Fact]
    public void UnpackStretch_CutAnywhere_IsNotThere()
    {
        long[] integers = [.. Enumerable.Range(0, 100).Select(static index => index * 1_000_003L)];
        byte[] bytes = PackedIntegers.Pack(integers);
        ReadOnlySpan<byte> codes = bytes.AsSpan(PackedIntegers.HeadBytes);
        long median = BinaryPrimitives.ReadInt64BigEndian(bytes);

        for (int length = 0; length < codes.Length; length++)
            Assert.Equal(-1, PackedIntegers.UnpackStretch(median, bytes[8], bytes[9], codes[..length], new long[100]));
        Assert.Equal(codes.Length, PackedIntegers.UnpackStretch(median, bytes[8], bytes[9], codes, new long[100]));
    }

    private static void RequireOwnForm(long[] integers)
    {
        byte[] bytes = PackedIntegers.Pack(integers);

        Assert.Equal([.. integers.Chunk(PackedIntegers.StretchLength).SelectMany(Written)], bytes);
        Assert.Equal(integers, Unpack(bytes, integers.Length));
    }

    /// <summary>A stretch as the text says, in numbers of any size and in digits.</summary>
    private static byte[] Written(long[] integers)
    {
        long median = integers.Order().ElementAt(integers.Length / 2);
        BigInteger[] differences = [.. integers.Select(integer => Difference(integer, median))];
        int zeros = differences.All(static d => d.IsZero) ? 0 : Enumerable.Range(0, 64).Last(z => differences.All(d => d % (BigInteger.One << z) == 0));
        BigInteger[] folded = Folded(integers, median, zeros);
        int lowBits = Enumerable.Range(5, 59).First(k => folded.Aggregate(BigInteger.Zero, (sum, u) => sum + (((u >> k) + 1) / 2)) <= folded.Length);
        string digits = Codes(folded, lowBits);
        string whole = digits.PadRight((digits.Length + 7) / 8 * 8, '0');
        byte[] head = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(head, median);
        return [.. head, (byte)zeros, (byte)lowBits, .. whole.Chunk(8).Select(static digits => byte.Parse(digits, NumberStyles.BinaryNumber, CultureInfo.InvariantCulture))];
    }

    /// <summary>Modulo 2^64, from -2^63 on.</summary>
    private static BigInteger Difference(long integer, long median)
    {
        BigInteger difference = (BigInteger)integer - median, modulus = BigInteger.One << 64;
        return difference > long.MaxValue ? difference - modulus : difference < long.MinValue ? difference + modulus : difference;
    }

    private static BigInteger[] Folded(long[] integers, long median, int zeros) =>
        [.. integers.Select(integer => Difference(integer, median) / (BigInteger.One << zeros)).Select(static d => d.Sign < 0 ? (-2 * d) - 1 : 2 * d)];

    private static string Codes(BigInteger[] folded, int lowBits) => string.Concat(folded.Select(u =>
        new string('0', (int)(u >> lowBits)) + "1" + ((ulong)(u % (BigInteger.One << lowBits))).ToString("b", CultureInfo.InvariantCulture).PadLeft(lowBits, '0')));

    private static long[] Unpack(ReadOnlySpan<byte> bytes, int count)
    {
        long[] integers = new long[count];
        for (int start = 0; start < count; start += PackedIntegers.StretchLength)
        {
            Span<long> stretch = integers.AsSpan(start, Math.Min(PackedIntegers.StretchLength, count - start));
            int size = PackedIntegers.UnpackStretch(BinaryPrimitives.ReadInt64BigEndian(bytes), bytes[8], bytes[9], bytes[PackedIntegers.HeadBytes..], stretch);
            Assert.True(PackedIntegers.IsMedian(stretch, BinaryPrimitives.ReadInt64BigEndian(bytes)));
            bytes = bytes[(PackedIntegers.HeadBytes + size)..];
        }

        Assert.True(bytes.IsEmpty);
        return integers;
    }
}
