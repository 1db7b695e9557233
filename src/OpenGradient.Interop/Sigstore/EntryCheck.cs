using System.Security.Cryptography;
using System.Text;

namespace OpenGradient.Interop;

/// <summary>Compares the body of a log entry with the bundle: the log must have taken in this signature, of this content, by this key.</summary>
/// <remarks>Without it, an entry of anybody's would date anybody's signature (CVE-2022-36056 and its kin).</remarks>
internal static class EntryCheck
{
    private const int MaximumSignatures = 16;

    /// <summary>Null if the entry is about what was signed.</summary>
    public static EvidenceFault? Check(LogEntry entry, SignedContent content)
    {
        FaultSink faults = new(EvidenceCode.EntryMalformed);
        FieldReader body = FieldReader.Open(entry.Body, SigstoreBundle.MaximumBytes, faults).Only("apiVersion", "kind", "spec");
        FieldReader spec = body.Object("spec");
        bool isNamed = body.Text("kind") == entry.Kind && body.Text("apiVersion") == entry.KindVersion;
        bool? isSame = (entry.Kind, entry.KindVersion, content.Envelope is null) switch
        {
            ("hashedrekord", "0.0.1", true) => IsHashedRecord1(spec, content),
            ("hashedrekord", "0.0.2", _) => IsHashedRecord2(spec.Object("hashedRekordV002"), content),
            ("dsse", "0.0.1", false) => IsEnvelope1(spec, content),
            ("dsse", "0.0.2", false) => IsEnvelope2(spec.Object("dsseV002"), content),
            ("intoto", "0.0.2", false) => IsStatement2(spec.Object("content"), content),
            _ => null,
        };
        string place = $"{entry.Path}.canonicalizedBody";
        if (isSame is null)
            return new(EvidenceCode.EntryUnsupported, place, $"entries of {entry.Kind} {entry.KindVersion} are not compared with this kind of signature.");
        if (faults.First is { } fault)
            return fault with { Field = $"{place}.{fault.Field}" };
        return isNamed && isSame.Value ? null : new(EvidenceCode.EntryMismatch, place, "the entry is about another content, signature or key than the bundle.");
    }

    private static bool IsHashedRecord1(FieldReader spec, SignedContent content)
    {
        FieldReader signature = spec.Object("signature");
        return IsDigest1(spec.Object("data").Object("hash"), content.DigestOf)
            && signature.Bytes("content").AsSpan().SequenceEqual(content.Signature)
            && IsKey(signature.Object("publicKey").Bytes("content"), content);
    }

    private static bool IsHashedRecord2(FieldReader spec, SignedContent content)
    {
        FieldReader signature = spec.Object("signature");
        return IsDigest2(spec.Object("data"), content.DigestOf)
            && signature.Bytes("content").AsSpan().SequenceEqual(content.Signature)
            && IsKey(signature.Object("verifier"), content);
    }

    private static bool IsEnvelope1(FieldReader spec, SignedContent content) =>
        IsDigest1(spec.Object("payloadHash"), content.PayloadDigestOf)
        && spec.Objects("signatures", MaximumSignatures) is [var signature]
        && signature.Bytes("signature").AsSpan().SequenceEqual(content.Signature)
        && IsKey(signature.Bytes("verifier"), content);

    private static bool IsEnvelope2(FieldReader spec, SignedContent content) =>
        IsDigest2(spec.Object("payloadHash"), content.PayloadDigestOf)
        && spec.Objects("signatures", MaximumSignatures) is [var signature]
        && signature.Bytes("content").AsSpan().SequenceEqual(content.Signature)
        && IsKey(signature.Object("verifier"), content);

    /// <summary>Entries of this kind hold the signature in base64 twice.</summary>
    private static bool IsStatement2(FieldReader spec, SignedContent content)
    {
        FieldReader envelope = spec.Object("envelope");
        return IsDigest1(spec.Object("payloadHash"), content.PayloadDigestOf)
            && envelope.Text("payloadType") == content.Envelope!.PayloadType
            && envelope.Objects("signatures", MaximumSignatures) is [var signature]
            && Encoding.ASCII.GetString(signature.Bytes("sig")) == Convert.ToBase64String(content.Signature)
            && IsKey(signature.Bytes("publicKey"), content);
    }

    /// <summary><c>{ algorithm: "sha256", value: hex }</c>.</summary>
    private static bool IsDigest1(FieldReader hash, Func<HashAlgorithmName, byte[]?> digestOf) =>
        HashNames.OfRekor(hash.Text("algorithm")) is { } name && digestOf(name) is { } digest && hash.Text("value") == Convert.ToHexStringLower(digest);

    /// <summary><c>{ algorithm: "SHA2_256", digest: base64 }</c>.</summary>
    private static bool IsDigest2(FieldReader hash, Func<HashAlgorithmName, byte[]?> digestOf) =>
        HashNames.OfProtocol(hash.Text("algorithm")) is { } name && digestOf(name) is { } digest && hash.Bytes("digest").AsSpan().SequenceEqual(digest);

    /// <summary>A certificate or a key as PEM.</summary>
    private static bool IsKey(byte[] pem, SignedContent content)
    {
        bool isCertificate = content.Certificate is not null;
        return PemText.TryReadOne(Encoding.UTF8.GetString(pem), isCertificate ? "CERTIFICATE" : "PUBLIC KEY", out byte[] der) && content.KeyBytes.Span.SequenceEqual(der);
    }

    /// <summary><c>{ x509Certificate | publicKey: { rawBytes } }</c>.</summary>
    private static bool IsKey(FieldReader verifier, SignedContent content) =>
        verifier.Object(content.Certificate is null ? "publicKey" : "x509Certificate").Bytes("rawBytes").AsSpan().SequenceEqual(content.KeyBytes.Span);
}
