using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>A bundle as we write it has no byte that does not matter.</summary>
public sealed class ByteFlipTests
{
    [Fact]
    public void Verify_LowestBitOfEveryByteFlipped_IsNeverAccepted() => FlipEverywhere(0x01);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(0x02)]
    [InlineData(0x04)]
    [InlineData(0x08)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x40)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public void Verify_OtherBitsOfEveryByteFlipped_IsNeverAccepted(byte mask) => FlipEverywhere(mask);

    [Fact]
    public void Verify_BundleCutAtEveryByte_IsMalformed()
    {
        byte[] honest = Sample.Tensor().ToBytes();
        for (int length = 0; length < honest.Length; length++)
            Assert.Equal(["receipt:bundle-malformed"], Sample.Verify(honest[..length]).Codes());
    }

    private static void FlipEverywhere(byte mask)
    {
        byte[] bundle = Sample.Tensor().ToBytes();
        Assert.True(Sample.Verify(bundle).Accepted);
        for (int at = 0; at < bundle.Length; at++)
        {
            bundle[at] ^= mask;
            Assert.False(Sample.Verify(bundle).Accepted, $"byte {at}, mask {mask:x2}");
            bundle[at] ^= mask;
        }
    }
}
