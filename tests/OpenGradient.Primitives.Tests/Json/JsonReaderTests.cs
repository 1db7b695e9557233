using System.Text;
using System.Text.Json;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("null", JsonKind.Null)]
    [InlineData(" true\r\n", JsonKind.True)]
    [InlineData("false", JsonKind.False)]
    [InlineData("\"\"", JsonKind.String)]
    [InlineData("[ ]", JsonKind.Array)]
    [InlineData("{\t}", JsonKind.Object)]
    [InlineData("-0", JsonKind.Number)]
    [InlineData("1.5e+300", JsonKind.Number)]
    [InlineData("\"\uffff\\ufdd0\"", JsonKind.String)]
    public void TryRead_Value_HasItsKind(string json, JsonKind expected)
    {
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value, out int errorOffset));
        Assert.Equal(expected, value.Kind);
        Assert.Equal(-1, errorOffset);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("nul")]
    [InlineData("True")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("[")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("-")]
    [InlineData("NaN")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\\u123")]
    [InlineData("\"\\u41\0\0\"")]
    [InlineData("\"\\u4\0\0\0\"")]
    [InlineData("\"\\u 041\"")]
    [InlineData("\"\\u+041\"")]
    [InlineData("\"\\u0x41\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\ud800\\ud800\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"\\")]
    [InlineData("\"")]
    [InlineData("1 2")]
    [InlineData("[] x")]
    [InlineData("\ufeff1")]
    [InlineData("\u00a01")]
    [InlineData("/**/1")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":1}")]
    [InlineData("{\"x\":{\"\":1,\"\":2}}")]
    public void TryRead_NotIJson_IsRefused(string json)
    {
        Assert.False(JsonReader.TryRead(Encoding.UTF8.GetBytes(json), out JsonValue? value, out int errorOffset));
        Assert.Null(value);
        Assert.InRange(errorOffset, 0, Encoding.UTF8.GetByteCount(json) + 4);
    }

    [Theory]
    [InlineData(new byte[] { 0x22, 0xff, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xc0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xed, 0xa0, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xf4, 0x90, 0x80, 0x80, 0x22 })]
    [InlineData(new byte[] { 0x22, 0xe2, 0x82, 0x22 })]
    public void TryRead_NotUtf8_IsRefused(byte[] json) => Assert.False(JsonReader.TryRead(json, out _));

    [Fact]
    public void TryRead_Escapes_AreResolved()
    {
        Assert.True(JsonReader.TryRead("""["\"\\\/\b\f\n\r\t\u20AC\ud83d\uDE00"]"""u8, out JsonValue? value));

        Assert.Equal("\"\\/\b\f\n\r\t€😀", value.Items[0].Text);
    }

    [Theory]
    [InlineData(JsonReader.MaximumDepth, true)]
    [InlineData(JsonReader.MaximumDepth + 1, false)]
    [InlineData(1_000_000, false)]
    public void TryRead_Nesting_IsBounded(int containers, bool isRead)
    {
        byte[] json = Encoding.UTF8.GetBytes(new string('[', containers) + "1" + new string(']', containers));

        Assert.Equal(isRead, JsonReader.TryRead(json, out _));
    }

    [Fact]
    public void TryRead_NumberText_IsKeptAsItIs()
    {
        Assert.True(JsonReader.TryRead("[1.0,1E400,-0.0]"u8, out JsonValue? value));

        Assert.Equal(["1.0", "1E400", "-0.0"], value.Items.Select(static item => item.Text));
    }

    /// <summary>Texts made of the pieces of JSON: this reader and the platform's must agree.</summary>
    [Fact]
    public void TryRead_AnyText_AgreesWithThePlatform() =>
        Gen.Int[0, Pieces.Length - 1].Select(static index => Pieces[index]).Array[0, 12].Select(static pieces => string.Concat(pieces)).SampleFixed(
            static text => Assert.Equal(PlatformReads(text), JsonReader.TryRead(Encoding.UTF8.GetBytes(text), out _)), iter: 20_000);

    [Fact]
    public void TryRead_AnyBytes_GivesAnAnswer() =>
        Gen.Byte.Array[0, 64].SampleFixed(static bytes => JsonReader.TryRead(bytes, out _, out int errorOffset) == (errorOffset == -1));

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"a\"", "\"b\"", "\"\\u0061\"", "\"\"", "1", "-", "0", ".5", "e", "E+1", "true", "null", " ", "\n", "\"", "\\", "é"];

    private static bool PlatformReads(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
