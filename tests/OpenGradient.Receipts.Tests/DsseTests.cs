using System.Globalization;
using System.Numerics;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

/// <summary>The vector of secure-systems-lab/dsse, protocol.md, "Test Vectors": encoding and a P-256 signature.</summary>
public sealed class DsseTests
{
    private const string PayloadType = "http://example.com/HelloWorld";

    [Fact]
    public void PreAuthenticationEncoding_ProtocolVector_GivesItsBytes() => Assert.Equal(
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
        Encoding.ASCII.GetString(DsseEnvelope.PreAuthenticationEncoding(PayloadType, "hello world"u8)));

    [Fact]
    public void PreAuthenticationEncoding_LengthsAreOfBytes() => Assert.Equal(
        "DSSEv1 2 é 0 ", Encoding.UTF8.GetString(DsseEnvelope.PreAuthenticationEncoding("é", [])));

    [Fact]
    public void Verify_SignatureOfTheProtocolVector_IsValid()
    {
        byte[] spki =
        [
            .. TestKeys.Issuer.PublicKey.Spki[..27],
            .. Coordinate("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
            .. Coordinate("5640078356564379163099075877009565129882514886557779369047442380624545832820"),
        ];
        byte[] signature = Convert.FromBase64String("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==");

        Assert.True(P256PublicKey.TryParse(spki, out P256PublicKey? key));
        Assert.True(key.Verify(DsseEnvelope.PreAuthenticationEncoding(PayloadType, "hello world"u8), signature));
        Assert.False(key.Verify("hello world"u8, signature));
    }

    [Fact]
    public void Sign_KeyThatTheReceiptDoesNotName_Throws()
    {
        Receipt receipt = Receipt.Create(SampleContent.Tensor(TestKeys.DigestOf("log")));

        Assert.Throws<ArgumentException>(() => DsseEnvelope.Sign(receipt, TestKeys.Forger));
    }

    [Fact]
    public void TryRead_WrittenEnvelope_IsTheSame()
    {
        DsseEnvelope envelope = DsseEnvelope.Sign(Receipt.Create(SampleContent.Tensor(TestKeys.DigestOf("log"))), TestKeys.Issuer);

        Assert.True(DsseEnvelope.TryRead(envelope.ToJson(), out DsseEnvelope? read));
        Assert.Equal(envelope.Payload.ToArray(), read.Payload.ToArray());
        Assert.Equal(envelope.Signatures, read.Signatures);
    }

    private static byte[] Coordinate(string value)
    {
        byte[] shortest = BigInteger.Parse(value, CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - shortest.Length], .. shortest];
    }
}
