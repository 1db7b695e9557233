using System.Security.Cryptography;
using System.Text;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

public sealed class DigestTests
{
    private const string OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4, "abc"

    [Fact]
    public void Sha256_Abc_IsThatOfTheStandard() => Assert.Equal(OfAbc, Digest.Sha256("abc"u8).ToString());

    [Fact]
    public void Finish_IncrementalHash_StartsAnew()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("ab"u8);
        hash.AppendData("c"u8);

        Assert.Equal(OfAbc, Digest.Finish(hash).ToString());
        Assert.Equal(Digest.Sha256([]), Digest.Finish(hash));
    }

    [Fact]
    public void TryParse_AnyDigest_RoundTrips() => Gen.Byte.Array[32].SampleFixed(static bytes =>
    {
        Digest digest = new(bytes);

        Assert.True(Digest.TryParse(digest.ToString(), out Digest parsed));
        Assert.Equal(digest, parsed);
        Assert.Equal(bytes, parsed.ToArray());
    });

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(" a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_OtherText_IsRefused(string? text)
    {
        Assert.False(Digest.TryParse(text, out Digest digest));
        Assert.Equal(default, digest);
        Assert.False(ReceiptId.TryParse(text, out _));
        Assert.False(ModelId.TryParse(text, out _));
        Assert.False(ProgramId.TryParse(text, out _));
    }

    [Fact]
    public void CompareTo_TwoDigests_OrdersByBytes() => Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).SampleFixed(static (left, right) =>
        Assert.Equal(
            Math.Sign(string.CompareOrdinal(Convert.ToHexString(left), Convert.ToHexString(right))),
            Math.Sign(new Digest(left).CompareTo(new Digest(right)))));

    [Fact]
    public void Constructor_OtherLength_Throws() => Assert.Throws<ArgumentException>(() => new Digest(Encoding.ASCII.GetBytes(OfAbc)));

    [Fact]
    public void ToString_Identities_AreTheirDigest()
    {
        Digest digest = Digest.Parse(OfAbc);

        Assert.Equal([OfAbc, OfAbc, OfAbc], [$"{new ReceiptId(digest)}", $"{new ModelId(digest)}", $"{new ProgramId(digest)}"]);
    }
}
