using System.Buffers.Binary;

namespace OpenGradient.Zk.Prover.Tests;

/// <summary>Integers in the bits in which they differ: proof-1 section 15.</summary>
public sealed class PackedIntegersTests
{
    [Fact]
    public void Pack_Few_AreTheirLeastTheBitsAndTheDifferences() =>
        Assert.Equal("FFFFFFFFFFFFFFFE" + "0000000000000009" + "0000E040", Convert.ToHexString(PackedIntegers.Pack([-2, 1, 256])));

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

        Assert.Equal(16 + (3 * 8), bytes.Length);
        Assert.Equal(integers, Unpack(bytes, 3));
    }

    [Fact]
    public void Pack_None_AreNoBytes() => Assert.Empty(PackedIntegers.Pack([]));

    private static long[] Unpack(ReadOnlySpan<byte> bytes, int count)
    {
        long[] integers = new long[count];
        for (int start = 0; start < count; start += PackedIntegers.StretchLength)
        {
            Span<long> stretch = integers.AsSpan(start, Math.Min(PackedIntegers.StretchLength, count - start));
            int bits = (int)BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
            int size = PackedIntegers.ByteCount(stretch.Length, bits);
            PackedIntegers.UnpackStretch(BinaryPrimitives.ReadInt64BigEndian(bytes), bits, bytes.Slice(16, size), stretch);
            bytes = bytes[(16 + size)..];
        }

        Assert.True(bytes.IsEmpty);
        return integers;
    }
}
