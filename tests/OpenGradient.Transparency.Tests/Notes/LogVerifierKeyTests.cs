using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Tests.Notes;

public sealed class LogVerifierKeyTests
{
    private const string Text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    [Fact]
    public void TryParse_ExampleOfTheSpecification_ReadsItsParts()
    {
        Assert.True(LogVerifierKey.TryParse(Text, out LogVerifierKey? key));

        Assert.Equal("example.com/foo", key.Name);
        Assert.Equal(0x530d903au, key.KeyHash);
        Assert.Equal(Digest.Sha256(key.PublicKey), key.KeyDigest);
        Assert.Equal(Text, key.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("example.com/foo")]
    [InlineData("example.com/foo+530d903a")]
    [InlineData("+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // another name, same hash
    [InlineData("example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+0530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2")]
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k=")]
    [InlineData("example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // type 0x02
    [InlineData("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n")]
    [InlineData("example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")]
    [InlineData("\ud800+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")] // half a surrogate pair
    public void TryParse_Malformed_Refuses(string? text) => Assert.False(LogVerifierKey.TryParse(text, out _));

    [Fact]
    public void TryParse_SmallOrderKey_Refuses()
    {
        byte[] typed = [0x01, 0x01, .. new byte[31]];
        uint hash = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(Digest.Sha256([.. "a\n"u8, .. typed]).AsSpan());

        Assert.False(LogVerifierKey.TryParse($"a+{hash:x8}+{Convert.ToBase64String(typed)}", out _));
    }
}
