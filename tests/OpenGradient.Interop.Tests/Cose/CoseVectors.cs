using OpenGradient.Interop.Tests.Twins;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Interop.Tests.Cose;

/// <summary>COSE statements for each rule of interop-1 §2.1 and §3.2.</summary>
internal static class CoseVectors
{
    private static readonly byte[] Honest = CoseStatement.Sign(TwinSample.Chat, TestKeys.Issuer);

    public static IEnumerable<TwinVector> Cases() => [.. Forms(), .. Headers(), .. Signatures(), .. Contradictions(), .. WithBundle()];

    private static IEnumerable<TwinVector> Forms() =>
    [
        new("cose-ok", TwinCode.Ok, Honest),
        new("cose-ok-tensor", TwinCode.Ok, CoseStatement.Sign(TwinSample.Tensor, TestKeys.Issuer)),
        new("cose-ok-unknown-labels", TwinCode.Ok, new StatementDraft().WithHeader(259, CborValue.String("x")).WithOpen(394, CborValue.Array()).WithClaim(7, CborValue.Null).Sign()),
        new("cose-truncated", TwinCode.TwinMalformed, Honest[..^1]),
        new("cose-trailing-byte", TwinCode.TwinMalformed, [.. Honest, 0]),
        new("cose-long-form-tag", TwinCode.TwinMalformed, [0xd8, 0x12, .. Honest.AsSpan(1)]), // not recognised as a statement
        new("cose-indefinite-array", TwinCode.TwinMalformed, [0xd2, 0x9f, .. Honest.AsSpan(2), 0xff]),
        new("cose-five-items", TwinCode.TwinMalformed, [0xd2, 0x85, .. Honest.AsSpan(2), 0xf6]),
        new("cose-detached-payload", TwinCode.TwinMalformed, CborWriter.Encode(CborValue.Tagged(18, CborValue.Array(CborValue.ByteString(default), CborValue.Map((4, CborValue.Null)), CborValue.Null, CborValue.ByteString(new byte[64]))))),
    ];

    private static IEnumerable<TwinVector> Headers() =>
    [
        new("cose-no-kid", TwinCode.TwinMalformed, new StatementDraft().WithHeader(4, null).Sign()),
        new("cose-no-claims", TwinCode.TwinMalformed, new StatementDraft().WithHeader(15, CborValue.Null).Sign()),
        new("cose-no-sub", TwinCode.TwinMalformed, new StatementDraft().WithClaim(2, null).Sign()),
        new("cose-iat-text", TwinCode.TwinMalformed, new StatementDraft().WithClaim(6, CborValue.String("1790000000")).Sign()),
        new("cose-label-in-both-headers", TwinCode.TwinMalformed, new StatementDraft().WithOpen(4, CborValue.ByteString(TestKeys.Issuer.PublicKey.KeyId.ToArray())).Sign()),
        new("cose-crit", TwinCode.CritUnknown, new StatementDraft().WithHeader(2, CborValue.Array(CborValue.Integer(259))).Sign()),
        new("cose-crit-no-kid", TwinCode.TwinMalformed, new StatementDraft().WithHeader(2, CborValue.Array(CborValue.Integer(259))).WithHeader(4, null).Sign()),
        new("cose-crit-unprotected", TwinCode.CritUnknown, new StatementDraft().WithOpen(2, CborValue.Array(CborValue.Integer(259))).Sign()),
        new("cose-alg-eddsa", TwinCode.AlgorithmUnknown, new StatementDraft().WithHeader(1, CborValue.Integer(-8)).Sign()),
        new("cose-alg-text", TwinCode.AlgorithmUnknown, new StatementDraft().WithHeader(1, CborValue.String("ES256")).Sign()),
        new("cose-content-type", TwinCode.ContentTypeUnknown, new StatementDraft().WithHeader(3, CborValue.String("application/json")).Sign()),
        new("cose-payload-no-receipt", TwinCode.PayloadInvalid, (new StatementDraft() with { Payload = "{}"u8.ToArray() }).Sign()),
        new("cose-payload-not-canonical", TwinCode.PayloadInvalid, (new StatementDraft() with { Payload = (byte[])[.. TwinSample.Chat.Payload.Span, (byte)' '] }).Sign()),
    ];

    private static IEnumerable<TwinVector> Signatures()
    {
        CborValue forger = CborValue.ByteString(TestKeys.Forger.PublicKey.KeyId.ToArray());
        CborValue forgerSpki = CborValue.ByteString(TestKeys.Forger.PublicKey.Spki.ToArray());
        byte[] offCurve = [.. TestKeys.Issuer.PublicKey.Spki[..^1], (byte)(TestKeys.Issuer.PublicKey.Spki[^1] ^ 1)]; // off the curve
        return
        [
            new("cose-signed-by-another", TwinCode.IssuerMismatch, (new StatementDraft() with { Key = TestKeys.Forger }).WithHeader(4, forger).WithOpen(-65537, forgerSpki).Sign()),
            new("cose-no-key", TwinCode.IssuerKeyMissing, new StatementDraft().WithOpen(-65537, null).Sign()),
            new("cose-key-of-another", TwinCode.IssuerKeyMismatch, (new StatementDraft() with { Key = TestKeys.Forger }).WithOpen(-65537, forgerSpki).Sign()),
            new("cose-key-off-curve", TwinCode.IssuerKeyMalformed, OffCurve(offCurve)),
            new("cose-signature-short", TwinCode.SignatureMalformed, new StatementDraft().Sign(static signature => signature[..63])),
            new("cose-signature-zero-r", TwinCode.SignatureMalformed, new StatementDraft().Sign(static signature => [.. new byte[32], .. signature.AsSpan(32)])),
            new("cose-signature-high-s", TwinCode.SignatureHighS, new StatementDraft().Sign(HighS)),
            new("cose-signature-flipped", TwinCode.SignatureInvalid, new StatementDraft().Sign(static signature => [(byte)(signature[0] ^ 1), .. signature.AsSpan(1)])),
            new("cose-signature-of-dsse", TwinCode.SignatureInvalid, new StatementDraft().Sign(static _ => TestKeys.Issuer.Sign(DsseEnvelope.PreAuthenticationEncoding(Statement.PayloadType, TwinSample.Chat.Payload.Span)))),
            new("cose-payload-replaced", TwinCode.SignatureInvalid, CoseSign1.Write(HeaderOf(Honest), OpenOf(Honest), TwinSample.Tensor.Payload, SignatureOf(Honest))),
        ];
    }

    private static IEnumerable<TwinVector> Contradictions() =>
    [
        new("cose-sub-of-another", TwinCode.IssuerContradictsItself, new StatementDraft().WithClaim(2, CborValue.String($"urn:opengradient:receipt:{TwinSample.Tensor.Id}")).Sign()),
        new("cose-iss-of-another", TwinCode.IssuerContradictsItself, new StatementDraft().WithClaim(1, CborValue.String($"urn:opengradient:key:{TestKeys.Forger.PublicKey.KeyId}")).Sign()),
        new("cose-iat-backdated", TwinCode.IssuerContradictsItself, new StatementDraft().WithClaim(6, CborValue.Integer(SampleContent.IssuedAt - 3600)).Sign()),
    ];

    private static IEnumerable<TwinVector> WithBundle()
    {
        byte[] unsigned = new Bundle { Dsse = DsseEnvelope.Sign(TwinSample.Chat, TestKeys.Issuer) }.ToBytes();
        return
        [
            new("cose-ok-with-bundle", TwinCode.Ok, Honest, TwinSample.BundleOf(TwinSample.Chat)),
            new("cose-bundle-without-key", TwinCode.BundleInvalid, Honest, unsigned),
            new("cose-bundle-is-none", TwinCode.BundleInvalid, Honest, "{}"u8.ToArray()),
            new("cose-bundle-of-another", TwinCode.ReceiptDiffers, Honest, TwinSample.BundleOf(TwinSample.Tensor)),
        ];
    }

    /// <summary>A receipt that names a key which is none: nobody can have signed it, and the key is what is found first.</summary>
    private static byte[] OffCurve(byte[] spki)
    {
        ReceiptContent content = SampleContent.Chat(TestKeys.DigestOf("log"));
        Receipt receipt = Receipt.Create(content with { Issuer = content.Issuer with { Key = Digest.Sha256(spki) } });
        return (new StatementDraft() with { Payload = receipt.Payload })
            .WithHeader(4, CborValue.ByteString(Digest.Sha256(spki).ToArray())).WithOpen(-65537, CborValue.ByteString(spki)).Sign();
    }

    /// <summary>n - s in the place of s.</summary>
    internal static byte[] HighS(byte[] signature)
    {
        System.Numerics.BigInteger order = System.Numerics.BigInteger.Parse("00ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", System.Globalization.NumberStyles.HexNumber, null);
        System.Numerics.BigInteger s = order - new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        byte[] high = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. signature.AsSpan(0, 32), .. new byte[32 - high.Length], .. high];
    }

    private static byte[] HeaderOf(byte[] statement) => Read(statement).ProtectedBytes.ToArray();

    private static CborValue OpenOf(byte[] statement) => Read(statement).UnprotectedHeader;

    private static byte[] SignatureOf(byte[] statement) => Read(statement).Signature.ToArray();

    private static CoseSign1 Read(byte[] statement) => CoseSign1.TryRead(statement, out CoseSign1? message) ? message : throw new InvalidOperationException("The statement is ours.");
}
