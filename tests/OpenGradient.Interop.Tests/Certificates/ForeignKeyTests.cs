using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using CsCheck;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests;

/// <summary>Keys of others, held against the platform's own, which signs here.</summary>
public sealed class ForeignKeyTests
{
    private static readonly byte[] Message = "a message"u8.ToArray();

    [Theory]
    [InlineData("nistP256", PublicKeyKind.EcdsaP256)]
    [InlineData("nistP384", PublicKeyKind.EcdsaP384)]
    [InlineData("nistP521", PublicKeyKind.EcdsaP521)]
    public void Verify_SignatureOfThePlatform_IsItsKeysAndNoOthers(string curve, PublicKeyKind kind)
    {
        using ECDsa signer = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using ECDsa other = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Assert.True(ForeignKey.TryParse(signer.ExportSubjectPublicKeyInfo(), out ForeignKey? key));
        Assert.True(ForeignKey.TryParse(other.ExportSubjectPublicKeyInfo(), out ForeignKey? otherKey));

        byte[] signature = signer.SignData(Message, key.Hash, DSASignatureFormat.Rfc3279DerSequence);

        Assert.Equal(kind, key.Kind);
        Assert.True(key.Verify(Message, signature, key.Hash));
        Assert.False(otherKey.Verify(Message, signature, key.Hash));
        Assert.False(key.Verify([.. Message, 0], signature, key.Hash));
        Assert.False(key.Verify(Message, [.. signature, 0], key.Hash));
    }

    [Fact]
    public void Verify_Rsa_IsItsKeys()
    {
        using RSA signer = RSA.Create(2048);
        Assert.True(ForeignKey.TryParse(signer.ExportSubjectPublicKeyInfo(), out ForeignKey? key));

        byte[] signature = signer.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Assert.True(key.Verify(Message, signature, HashAlgorithmName.SHA256));
        Assert.False(key.Verify(Message, signature, HashAlgorithmName.SHA512));
    }

    [Fact]
    public void TryParse_RsaOf1024Bits_IsRefused()
    {
        using RSA small = RSA.Create(1024);

        Assert.False(ForeignKey.TryParse(small.ExportSubjectPublicKeyInfo(), out _));
    }

    /// <summary>Numbers that no honest key has: whoever writes a bundle chooses them, and the platform may refuse them as late as in a verification.</summary>
    [Theory]
    [InlineData("even", 0x00)]
    [InlineData("negative", 0x00)]
    [InlineData("exponent of 32 bits", 0x01)]
    public void Verify_RsaKeyOfStrangeNumbers_IsNoKeyOrRefuses(string what, byte last)
    {
        byte[] modulus = [.. Enumerable.Repeat((byte)0xC5, 255), last];
        AsnWriter numbers = new(AsnEncodingRules.DER);
        using (numbers.PushSequence())
        {
            numbers.WriteInteger(new BigInteger(modulus, isUnsigned: what != "negative", isBigEndian: true));
            numbers.WriteInteger(what.StartsWith("exponent", StringComparison.Ordinal) ? 0xFFFFFFFFu : 65537u);
        }

        if (!ForeignKey.TryParse(Spki(numbers.Encode()), out ForeignKey? key))
            return;
        Assert.False(key.Verify(Message, new byte[256], HashAlgorithmName.SHA256));
        Assert.False(key.Verify(Message, [.. Enumerable.Repeat((byte)0xFF, 256)], HashAlgorithmName.SHA256));
        Assert.False(key.Verify(Message, [1], HashAlgorithmName.SHA256));
        Assert.False(key.Verify(Message, [], HashAlgorithmName.SHA256));
    }

    [Fact]
    public void TryParse_AnyChangedByte_IsAKeyOrNone()
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        byte[] spki = signer.ExportSubjectPublicKeyInfo();

        Gen.Select(Gen.Int[0, spki.Length - 1], Gen.Byte).SampleFixed((position, value) =>
        {
            byte[] changed = [.. spki];
            changed[position] = value;
            if (ForeignKey.TryParse(changed, out ForeignKey? key))
                Assert.Equal(changed, key.Spki.ToArray());
        }, iter: 1000);
    }

    private static byte[] Spki(byte[] rsaKey)
    {
        AsnWriter writer = new(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(rsaKey);
        }

        return writer.Encode();
    }
}
