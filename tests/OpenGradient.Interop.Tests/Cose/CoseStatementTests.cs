using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using CsCheck;
using OpenGradient.Interop.Tests.Cbor;
using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using PlatformReader = System.Formats.Cbor.CborReader;

namespace OpenGradient.Interop.Tests.Cose;

/// <summary>The COSE twin, held against the platform's COSE library, which knows nothing of receipts.</summary>
public sealed class CoseStatementTests
{
    private static readonly byte[] Honest = CoseStatement.Sign(TwinSample.Chat, TestKeys.Issuer);

    [Fact]
    public void Sign_Statement_VerifiesInThePlatformsLibrary()
    {
        CoseSign1Message message = CoseMessage.DecodeSign1(Honest);
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(TestKeys.Issuer.PublicKey.Spki, out _);

        Assert.True(message.VerifyEmbedded(key));
        Assert.Equal(TwinSample.Chat.Payload.ToArray(), message.Content!.Value.ToArray());
        Assert.Equal(Statement.PayloadType, message.ProtectedHeaders.GetValueAsString(CoseHeaderLabel.ContentType));
        Assert.Equal(TestKeys.Issuer.PublicKey.KeyId.ToArray(), message.ProtectedHeaders.GetValueAsBytes(CoseHeaderLabel.KeyIdentifier));
        Assert.Equal(-7, message.ProtectedHeaders.GetValueAsInt32(CoseHeaderLabel.Algorithm));
    }

    [Fact]
    public void Sign_Claims_NameIssuerReceiptAndTime()
    {
        CoseHeaderValue claims = CoseMessage.DecodeSign1(Honest).ProtectedHeaders[new CoseHeaderLabel(15)];
        PlatformReader reader = new(claims.EncodedValue, CborConformanceMode.Canonical);

        Assert.Equal(3, reader.ReadStartMap());
        Assert.Equal((1, $"urn:opengradient:key:{TestKeys.Issuer.PublicKey.KeyId}"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((2, $"urn:opengradient:receipt:{Digest.Sha256(TwinSample.Chat.Payload.Span)}"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((6, SampleContent.IssuedAt), (reader.ReadInt32(), reader.ReadInt64()));
    }

    /// <summary>What the platform signs, with its own header order and encoder, is read: nothing here depends on our writer.</summary>
    [Fact]
    public void Verify_StatementOfThePlatform_IsOk()
    {
        using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = TestKeys.DigestOf("receipt-1 test key: issuer").ToArray() });
        CoseSigner signer = new(key, HashAlgorithmName.SHA256);
        signer.ProtectedHeaders.Add(CoseHeaderLabel.ContentType, Statement.PayloadType);
        signer.ProtectedHeaders.Add(CoseHeaderLabel.KeyIdentifier, TestKeys.Issuer.PublicKey.KeyId.ToArray());
        signer.ProtectedHeaders.Add(new CoseHeaderLabel(15), CoseHeaderValue.FromEncodedValue(CborWriter.Encode(CoseStatement.Claims(TwinSample.Chat))));
        signer.UnprotectedHeaders.Add(new CoseHeaderLabel(-65537), TestKeys.Issuer.PublicKey.Spki.ToArray());

        TwinReport report = TwinVerifier.Verify(CoseSign1Message.SignEmbedded(TwinSample.Chat.Payload.ToArray(), signer));

        Assert.True(report.Code is TwinCode.Ok or TwinCode.SignatureHighS, report.Reason); // the platform does not care which s it gives
    }

    [Fact]
    public void Sign_KeyThatTheReceiptDoesNotName_Throws() => Assert.Throws<ArgumentException>(static () => CoseStatement.Sign(TwinSample.Chat, TestKeys.Forger));

    /// <summary>Whatever is done to the bytes: no exception, and what is accepted says the same as before.</summary>
    [Fact]
    public void Verify_DamagedStatement_NeverSaysSomethingElse() => Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 3]).SampleFixed(
        static (place, value, how) =>
        {
            TwinReport report = TwinVerifier.Verify(MadeUpItems.Damage(Honest, place, value, how));

            Assert.True(report.Code != TwinCode.Ok || report.Receipt == TwinSample.Chat.Id);
        },
        iter: 3000);
}
