using System.Text;
using System.Text.Json;
using OpenGradient.Primitives;
using OpenGradient.Programs;

namespace OpenGradient.Gateway.Tests.OpenInference;

/// <summary>Elements of every data type of the protocol, as JSON and back.</summary>
public sealed class ElementJsonTests
{
    [Theory]
    [InlineData("INT8", "[-128,127]")]
    [InlineData("INT16", "[-32768,32767]")]
    [InlineData("INT32", "[-2147483648,2147483647]")]
    [InlineData("INT64", "[-9223372036854775808,9223372036854775807]")]
    [InlineData("UINT8", "[0,255]")]
    [InlineData("UINT16", "[0,65535]")]
    [InlineData("UINT32", "[0,4294967295]")]
    [InlineData("UINT64", "[0,18446744073709551615]")]
    [InlineData("FP16", "[65504,-0.5]")]
    [InlineData("BF16", "[1.5,-256]")]
    [InlineData("FP32", "[0.1,-3.4028235E+38]")]
    [InlineData("FP64", "[0.1,1E+300]")]
    [InlineData("BOOL", "[true,false]")]
    public void Elements_OfEveryType_RoundTrip(string name, string json)
    {
        ElementType type = OpenInferenceTypes.Parse(name, "datatype");

        byte[] elements = Read(type, json);

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            TensorJson.Write(writer, new Tensor(type, [2], elements));
        Assert.Equal(json, Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal(name, OpenInferenceTypes.Name(type));
    }

    [Theory]
    [InlineData("INT16", "[0,32768]")]
    [InlineData("UINT16", "[0,-1]")]
    [InlineData("UINT32", "[0,4294967296]")]
    [InlineData("UINT64", "[0,-1]")]
    [InlineData("UINT64", "[0,18446744073709551616]")]
    [InlineData("FP16", "[0,65520]")]
    [InlineData("BF16", "[0,3.4e38]")]
    [InlineData("FP64", "[0,1e309]")]
    public void Element_OutsideItsType_IsRefusedByPosition(string name, string json)
    {
        ElementType type = OpenInferenceTypes.Parse(name, "datatype");

        var refused = Assert.Throws<InvalidInputException>(() => Read(type, json));

        Assert.Equal("data[1]", refused.Subject);
    }

    [Theory]
    [InlineData(ElementType.Float16, 0x7C00)]
    [InlineData(ElementType.BFloat16, 0x7FC0)]
    [InlineData(ElementType.UInt16, 0)]
    public void FindNotFinite_OfNarrowFloats_SeesInfinityAndNaN(ElementType type, int bits)
    {
        int position = TensorCheck.FindNotFinite(type, [0, 0, (byte)bits, (byte)(bits >> 8)]);

        Assert.Equal(type == ElementType.UInt16 ? -1 : 1, position);
    }

    [Fact]
    public void Name_OfATypeThatTheProtocolLacks_IsThatOfThePrograms()
    {
        Assert.Equal("f8e5m2", OpenInferenceTypes.Name(ElementType.Float8E5M2));
        Assert.False(OpenInferenceTypes.IsKnown(ElementType.Int4));
        Assert.Throws<InvalidInputException>(() => OpenInferenceTypes.Parse("INT4", "datatype"));
    }

    private static byte[] Read(ElementType type, string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        return TensorJson.Read(reader, type, [2], 2 * type.SizeBytes(), "data");
    }
}
