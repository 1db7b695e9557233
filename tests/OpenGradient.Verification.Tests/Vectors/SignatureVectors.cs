using System.Numerics;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>What can be wrong with keys and signatures.</summary>
internal static class SignatureVectors
{
    /// <summary>The order of P-256 (SEC 2 §2.4.2).</summary>
    private static readonly BigInteger Order = BigInteger.Parse("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", System.Globalization.NumberStyles.HexNumber);

    public static IEnumerable<VectorCase> Cases()
    {
        Bundle honest = Sample.Tensor();
        byte[] signature = Convert.FromBase64String(honest.Dsse.Signatures[0].Sig);
        yield return new("issuer-key-mismatch", "The forger's key in the place of the issuer's.", honest with { Evidence = [Evidence.IssuerKey(TestKeys.Forger.PublicKey), honest.Evidence[1]] }, "signature:issuer-key-mismatch");
        yield return new("issuer-key-not-base64", "A key that cannot be read matches nothing.", WithSpki(honest, "?"), "signature:issuer-key-mismatch");
        yield return new("issuer-key-off-curve", "The receipt names a key whose point is not on the curve.", NamingKey(OffCurve()), "signature:issuer-key-malformed");
        yield return new("issuer-key-compressed", "The receipt names a key in a second encoding.", NamingKey(Compressed()), "signature:issuer-key-malformed");
        yield return new("issuer-key-trailing", "The receipt names a key with a byte after it.", NamingKey([.. TestKeys.Issuer.PublicKey.Spki, 0]), "signature:issuer-key-malformed");
        yield return new("signature-none", "Nobody signed.", honest with { Dsse = honest.Dsse with { Signatures = [] } }, "signature:signature-missing");
        yield return new("signature-by-forger", "Only the forger signed.", WithKeyId(honest, TestKeys.Forger.PublicKey.KeyId.ToString()), "signature:signature-missing");
        yield return new("signature-key-id-upper-case", "The key id is written in upper case.", WithKeyId(honest, TestKeys.Issuer.PublicKey.KeyId.ToString().ToUpperInvariant()), "signature:signature-missing");
        yield return new("signature-short", "63 bytes.", WithSignature(honest, signature[1..]), "signature:signature-malformed");
        yield return new("signature-not-base64", "No base64.", honest with { Dsse = honest.Dsse with { Signatures = [honest.Dsse.Signatures[0] with { Sig = "*" }] } }, "signature:signature-malformed");
        yield return new("signature-zero", "r and s are zero: a careless verifier takes it for every message.", WithSignature(honest, new byte[64]), "signature:signature-malformed");
        yield return new("signature-r-is-order", "r is n.", WithSignature(honest, [.. Bytes(Order), .. signature[32..]]), "signature:signature-malformed");
        yield return new("signature-s-is-order", "s is n.", WithSignature(honest, [.. signature[..32], .. Bytes(Order)]), "signature:signature-malformed");
        yield return new("signature-high-s", "The twin (r, n-s), which anybody can make.", WithSignature(honest, HighTwin(signature)), "signature:signature-high-s");
        yield return new("signature-of-another-receipt", "A signature of the same issuer, taken from another receipt.", honest with { Dsse = honest.Dsse with { Signatures = Sample.Chat().Dsse.Signatures } }, "signature:signature-invalid");
        yield return new("signature-forged", "The forger signed under the issuer's key id.", ForgedUnderIssuersName(), "signature:signature-invalid");
        yield return new("signature-without-type", "A signature over the bare payload, without the DSSE encoding.", WithSignature(honest, TestKeys.Issuer.Sign(honest.Dsse.Payload.Span)), "signature:signature-invalid");
        yield return new("signature-first-counts", "Of two signatures under one key id the first counts.", WithTwoSignatures(honest, signature), "signature:signature-invalid");
        yield return new("payload-changed", "One token more, after signing.", ChangedAfterSigning(), "signature:signature-invalid");
    }

    /// <summary>The other s of the same signature; also the way back.</summary>
    public static byte[] HighTwin(byte[] signature) =>
        [.. signature[..32], .. Bytes(Order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true))];

    private static Bundle WithSignature(Bundle bundle, byte[] signature) => bundle with
    {
        Dsse = bundle.Dsse with { Signatures = [bundle.Dsse.Signatures[0] with { Sig = Convert.ToBase64String(signature) }] },
    };

    private static Bundle WithTwoSignatures(Bundle bundle, byte[] signature)
    {
        DsseSignature honest = bundle.Dsse.Signatures[0];
        DsseSignature forged = honest with { Sig = Convert.ToBase64String(TestKeys.Forger.Sign(signature)) };
        return bundle with { Dsse = bundle.Dsse with { Signatures = [forged, honest] } };
    }

    private static Bundle WithKeyId(Bundle bundle, string keyId) => bundle with
    {
        Dsse = bundle.Dsse with { Signatures = [bundle.Dsse.Signatures[0] with { KeyId = keyId }] },
    };

    private static Bundle WithSpki(Bundle bundle, string spki) => bundle with
    {
        Evidence =
        [
            new(Evidence.IssuerKeyType, JsonValue.Object(("type", JsonValue.String(Evidence.IssuerKeyType)), ("spki", JsonValue.String(spki)))),
            .. bundle.Evidence[1..],
        ],
    };

    /// <summary>A receipt by the issuer that names the digest of any bytes as its key.</summary>
    private static Bundle NamingKey(byte[] spki)
    {
        Digest keyId = Digest.Sha256(spki);
        Bundle bundle = Sample.Issue(Sample.TensorContent with { Issuer = new(keyId, "node.example") });
        return WithSpki(WithKeyId(bundle, keyId.ToString()), Convert.ToBase64String(spki));
    }

    private static Bundle ForgedUnderIssuersName()
    {
        Bundle honest = Sample.Tensor();
        byte[] message = DsseEnvelope.PreAuthenticationEncoding(honest.Dsse.PayloadType, honest.Dsse.Payload.Span);
        return WithSignature(honest, TestKeys.Forger.Sign(message));
    }

    private static Bundle ChangedAfterSigning()
    {
        Bundle honest = Sample.Issue(Sample.ChatContent);
        Receipt changed = Receipt.Create(Sample.ChatContent with { Usage = new(36, 5) });
        return honest with { Dsse = honest.Dsse with { Payload = changed.Payload } };
    }

    private static byte[] OffCurve()
    {
        byte[] spki = TestKeys.Issuer.PublicKey.Spki.ToArray();
        spki[^1] ^= 1;
        return spki;
    }

    private static byte[] Compressed()
    {
        byte[] spki = TestKeys.Issuer.PublicKey.Spki.ToArray();
        byte[] compressed = [.. spki[..26], (byte)(2 + (spki[^1] & 1)), .. spki[27..59]];
        compressed[1] = 0x39;
        compressed[24] = 0x22;
        return compressed;
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        byte[] shortest = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes.AsSpan(32 - shortest.Length));
        return bytes;
    }
}
