using System.Text;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Primitives.Tests;

public sealed class CanonicalJsonTests
{
    /// <summary>
    /// All six files of cyberphone/json-canonicalization. Three of them (arrays, structures, values) hold numbers, which the library
    /// leaves as they are; here they are first given their ECMAScript form, so that everything else is held against the vectors.
    /// </summary>
    [Theory]
    [Trait("Category", "Vectors")]
    [InlineData("arrays")]
    [InlineData("french")]
    [InlineData("structures")]
    [InlineData("unicode")]
    [InlineData("values")]
    [InlineData("weird")]
    public void Serialize_Rfc8785Vector_GivesItsBytes(string name)
    {
        byte[] input = File.ReadAllBytes(ExternalVectors.Require($"jcs/input/{name}.json"));
        string hex = File.ReadAllText(ExternalVectors.Require($"jcs/outhex/{name}.txt"));
        byte[] expected = [.. hex.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static text => Convert.ToByte(text, 16))];

        Assert.True(JsonReader.TryRead(input, out JsonValue? value));
        byte[] canonical = CanonicalJson.Serialize(EcmaScriptNumber.Normalize(value));

        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(canonical));
    }

    [Theory]
    [InlineData(0x4340000000000001, "9007199254740994")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4014000000000000, "5")]
    [InlineData(0x4197d78400000000, "100000000")]
    public void EcmaScriptNumber_Bits_GiveTheirText(long bits, string expected) =>
        Assert.Equal(expected, EcmaScriptNumber.Format(BitConverter.Int64BitsToDouble(bits)));

    [Fact]
    public void Serialize_Names_AreOrderedByUtf16CodeUnits()
    {
        JsonValue value = JsonValue.Object(("\uff5e", JsonValue.Null), ("😀", JsonValue.Null), ("b", JsonValue.Null), ("a\0", JsonValue.Null), ("a", JsonValue.Null));

        Assert.Equal("""{"a":null,"a\u0000":null,"b":null,"😀":null,"～":null}""", Encoding.UTF8.GetString(CanonicalJson.Serialize(value)));
    }

    [Fact]
    public void Serialize_AnyString_ReadsBackAsItself() =>
        Gen.Char.Array[0, 20].Select(static units => new string(units)).Where(IsWellFormed).SampleFixed(static text =>
        {
            byte[] canonical = CanonicalJson.Serialize(JsonValue.String(text));
            Assert.True(JsonReader.TryRead(canonical, out JsonValue? value));
            Assert.Equal(text, value.Text);
            Assert.Equal(canonical, CanonicalJson.Serialize(value));
        });

    private static bool IsWellFormed(string text) => text.EnumerateRunes().All(static rune => rune != System.Text.Rune.ReplacementChar);
}
