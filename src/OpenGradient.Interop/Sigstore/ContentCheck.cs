using System.Security.Cryptography;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Checks the signature over the content, and that the content is of the file.</summary>
internal static class ContentCheck
{
    public static EvidenceFault? Check(SigstoreBundle bundle, SignedContent content) => content.Envelope is { } envelope
        ? CheckEnvelope(envelope, content)
        : CheckMessage(bundle.Message!, content);

    /// <summary>What kind of statement an envelope holds; null if it holds none.</summary>
    public static string? PredicateTypeOf(BundleEnvelope? envelope) =>
        envelope is not null && JsonReader.TryRead(envelope.Payload, out JsonValue? statement) && statement.TryGetString("predicateType", out string? type) ? type : null;

    private static EvidenceFault? CheckMessage(MessageSignature message, SignedContent content)
    {
        if (content.Artifact is not { } artifact)
            return new(EvidenceCode.PayloadUnsupported, "messageSignature", "an envelope is wanted, and this is the signature of a file.");
        if (message.Digest is { } digest)
        {
            if (HashNames.OfProtocol(message.DigestAlgorithm) is not { } algorithm)
                return new(EvidenceCode.HashUnsupported, "messageSignature.messageDigest.algorithm", "SHA2_256, SHA2_384 and SHA2_512 are computed here.");
            if (artifact.DigestOf(algorithm) is not { } actual)
                return new(EvidenceCode.HashUnsupported, "messageSignature.messageDigest", "it is another digest than SHA-256: give the file itself.");
            if (!actual.AsSpan().SequenceEqual(digest))
                return new(EvidenceCode.DigestMismatch, "messageSignature.messageDigest", "it is not the digest of the file.");
        }

        return Verifies(content, artifact) switch
        {
            true => null,
            false => new(EvidenceCode.SignatureInvalid, "messageSignature.signature", "it is not the signer's signature of the file."),
            null => new(EvidenceCode.HashUnsupported, "messageSignature", "the key signs another digest than SHA-256: give the file itself."),
        };
    }

    private static bool? Verifies(SignedContent content, Artifact artifact)
    {
        HashAlgorithmName hash = content.Key.Hash;
        if (content.Key.Kind == PublicKeyKind.Ed25519)
            return artifact.Bytes is { } bytes ? content.Key.Verify(bytes, content.Signature, hash) : null;
        return artifact.DigestOf(hash) is { } digest ? content.Key.VerifyHash(digest, content.Signature, hash) : null;
    }

    private static EvidenceFault? CheckEnvelope(BundleEnvelope envelope, SignedContent content)
    {
        if (!content.Key.Verify(envelope.SignedBytes, envelope.Signature, content.Key.Hash))
            return new(EvidenceCode.SignatureInvalid, "dsseEnvelope.signatures", "it is not the signer's signature of the payload.");
        return content.Artifact is { } artifact ? CheckSubject(envelope, artifact) : null;
    }

    /// <summary>The file must be one of the statement's subjects.</summary>
    private static EvidenceFault? CheckSubject(BundleEnvelope envelope, Artifact artifact)
    {
        if (envelope.PayloadType != BundleEnvelope.InTotoType)
            return new(EvidenceCode.PayloadUnsupported, "dsseEnvelope.payloadType", "only in-toto statements say which file they are about.");
        if (!JsonReader.TryRead(envelope.Payload, out JsonValue? statement) || !statement.TryGet("subject", out JsonValue? subjects) || !statement.TryGetString("predicateType", out _))
            return new(EvidenceCode.StatementMalformed, "dsseEnvelope.payload", "it is no in-toto statement.");
        string digest = artifact.Sha256.ToString();
        bool isSubject = subjects.Items.Any(subject => subject.TryGet("digest", out JsonValue? set) && set.TryGetString("sha256", out string? text) && text == digest);
        return isSubject ? null : new(EvidenceCode.DigestMismatch, "dsseEnvelope.payload", "the file is none of the statement's subjects.");
    }
}
