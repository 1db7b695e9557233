using System.Buffers.Binary;
using OpenGradient.Zk.Statements;

namespace OpenGradient.Zk.Prover.Tests.Files;

/// <summary>Integers in the bits in which they differ: proof-1 section 15.</summary>
public sealed class PackedIntegersTests
{
    [Fact]
    public void Pack_Few_AreTheirLeastTheBitsAndTheDifferences() =>
        Assert.Equal("FFFFFFFFFFFFFFFE" + "0000000000000000" + "0000000000000009" + "0000E040", Convert.ToHexString(PackedIntegers.Pack([-2, 1, 256])));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void Pack_AnyWidth_UnpacksToTheSame(int count)
    {
        Random random = new(count);
        for (int width = 0; width <= 64; width++)
        {
            long low = random.NextInt64(long.MinValue, long.MaxValue);
            long[] integers = [.. Enumerable.Range(0, count).Select(_ => unchecked(low + (long)((ulong)random.NextInt64(long.MinValue, long.MaxValue) >> Math.Min(64 - width, 63))))];

            Assert.Equal(integers, Unpack(PackedIntegers.Pack(integers), count));
        }
    }

    [Fact]
    public void Pack_FromTheLeastToTheMost_Takes64Bits()
    {
        long[] integers = [long.MinValue, long.MaxValue, 0];
        byte[] bytes = PackedIntegers.Pack(integers);

        Assert.Equal(24 + (3 * 8), bytes.Length);
        Assert.Equal(integers, Unpack(bytes, 3));
    }

    /// <summary>0, 1 and 255 times 2^8 above the least.</summary>
    [Fact]
    public void Pack_DifferencesThatEndInZeros_AreWithoutThem()
    {
        byte[] bytes = PackedIntegers.Pack([1025, 1281, 1025 + (255 << 8)]);

        Assert.Equal("0000000000000401" + "0000000000000008" + "0000000000000008" + "0001FF", Convert.ToHexString(bytes));
        Assert.Equal([1025, 1281, 1025 + (255 << 8)], Unpack(bytes, 3));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 62)]
    [InlineData(256, 40)]
    [InlineData(300, 7)]
    public void Pack_MultiplesOfAPowerOfTwo_UnpackToTheSame(int count, int zeros)
    {
        Random random = new(zeros);
        long[] integers = [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(1L << (62 - zeros)) << zeros)];

        Assert.Equal(integers, Unpack(PackedIntegers.Pack(integers), count));
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

    private static long[] Unpack(ReadOnlySpan<byte> bytes, int count)
    {
        long[] integers = new long[count];
        for (int start = 0; start < count; start += PackedIntegers.StretchLength)
        {
            Span<long> stretch = integers.AsSpan(start, Math.Min(PackedIntegers.StretchLength, count - start));
            (int zeros, int bits) = ((int)BinaryPrimitives.ReadInt64BigEndian(bytes[8..]), (int)BinaryPrimitives.ReadInt64BigEndian(bytes[16..]));
            int size = PackedIntegers.ByteCount(stretch.Length, bits);
            PackedIntegers.UnpackStretch(BinaryPrimitives.ReadInt64BigEndian(bytes), zeros, bits, bytes.Slice(PackedIntegers.HeadBytes, size), stretch);
            bytes = bytes[(PackedIntegers.HeadBytes + size)..];
        }

        Assert.True(bytes.IsEmpty);
        return integers;
    }
}
