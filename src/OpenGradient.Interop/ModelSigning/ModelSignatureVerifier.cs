using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Checks who signed a model (OMS 1.0 §8.2): by key, by certificate, or by identity.</summary>
/// <remarks>
/// Total, without clock and network. <b>Does not establish</b> that any file is the signed one: that is <see cref="ModelFilesCheck"/>'s part.
/// </remarks>
public static class ModelSignatureVerifier
{
    /// <summary>Null if the demanded signer made the signature.</summary>
    public static EvidenceFault? Check(ModelSignature signature, ModelTrust trust)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(trust);
        if (signature.Method != trust.Method)
        {
            return new(
                EvidenceCode.MaterialMismatch,
                "verificationMaterial",
                $"the model was signed by {Describe(signature.Method)}, and a signature by {Describe(trust.Method)} is demanded.");
        }

        return trust.Method switch
        {
            SignatureMethod.Key => CheckKey(signature, trust.Key!),
            SignatureMethod.Certificate => CheckCertificate(signature, trust),
            SignatureMethod.Sigstore => SigstoreVerifier.VerifyEnvelope(signature.Bundle, trust.TrustRoot!, trust.Signer!).Fault,
        };
    }

    /// <summary>The hint of a key: SHA-256 of its PEM text in hexadecimal, as the reference has it.</summary>
    internal static string HintOf(ForeignKey key) =>
        Digest.Sha256(System.Text.Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", key.Spki.Span) + "\n")).ToString();

    private static EvidenceFault? CheckKey(ModelSignature signature, ForeignKey key)
    {
        string hint = signature.Bundle.KeyHint ?? "";
        // A hint names no key for sure: it is a mistake to go on only where it is one that the given key could have.
        if (hint.Length > 0 && hint != HintOf(key) && hint != key.Id.ToString())
            return new(EvidenceCode.KeyMismatch, "verificationMaterial.publicKey.hint", "the signature names another key than the one that was given.");
        return CheckEnvelope(signature, key);
    }

    private static EvidenceFault? CheckCertificate(ModelSignature signature, ModelTrust trust)
    {
        Certificate leaf = signature.Bundle.Certificates[0];
        ImmutableArray<Certificate> others = [.. signature.Bundle.Certificates.Skip(1), .. trust.Intermediates];
        if (CertificatePath.Find(leaf, others, trust.Roots, trust.Now, ObjectIds.CodeSigning, out _) is { } fault)
            return fault;
        bool maySign = CertificateExtensions.AllowsUsage(leaf, KeyUsages.DigitalSignature, ifAbsent: false)
            || CertificateExtensions.Purposes(leaf)?.Contains(ObjectIds.CodeSigning) == true;
        if (!maySign)
            return new(EvidenceCode.CertificateUsage, "certificate", "it is neither for signatures nor for signing code.");
        return leaf.Key is { } key
            ? CheckEnvelope(signature, key)
            : new(EvidenceCode.KeyUnsupported, "certificate", "its key is none of P-256, P-384 and P-521.");
    }

    private static EvidenceFault? CheckEnvelope(ModelSignature signature, ForeignKey key)
    {
        if (key.Kind is not (PublicKeyKind.EcdsaP256 or PublicKeyKind.EcdsaP384 or PublicKeyKind.EcdsaP521))
            return new(EvidenceCode.KeyUnsupported, "key", "models are signed with keys on P-256, P-384 or P-521.");
        return key.Verify(signature.Envelope.SignedBytes, signature.Envelope.Signature, key.Hash)
            ? null
            : new(EvidenceCode.SignatureInvalid, "dsseEnvelope.signatures", "it is not the key's signature of the statement.");
    }

    private static string Describe(SignatureMethod method) => method switch
    {
        SignatureMethod.Key => "a key",
        SignatureMethod.Certificate => "a certificate and its chain",
        SignatureMethod.Sigstore => "an identity with Sigstore",
    };
}
