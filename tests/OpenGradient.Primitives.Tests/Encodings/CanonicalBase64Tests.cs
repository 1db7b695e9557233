namespace OpenGradient.Primitives.Tests;

public sealed class CanonicalBase64Tests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("AA==", "00")]
    [InlineData("+/8=", "FBFF")]
    [InlineData("AAEC", "000102")]
    public void TryDecode_TextThatTheEncoderWrites_GivesItsBytes(string text, string hex)
    {
        bool isRead = CanonicalBase64.TryDecode(text, out byte[] bytes);

        Assert.True(isRead);
        Assert.Equal(Convert.FromHexString(hex), bytes);
    }

    [Theory]
    [InlineData("AA")]
    [InlineData("AA=")]
    [InlineData("AB==")]
    [InlineData("AAF=")]
    [InlineData("-_8=")]
    [InlineData("AA ==")]
    [InlineData("AAEC\n")]
    [InlineData(" ")]
    [InlineData("====")]
    [InlineData("AA==AA==")]
    [InlineData("AAE\u0000")]
    [InlineData("ÄÄÄÄ")]
    public void TryDecode_AnyOtherText_IsRefused(string text)
    {
        bool isRead = CanonicalBase64.TryDecode(text, out byte[] bytes);

        Assert.False(isRead);
        Assert.Empty(bytes);
    }
}
