using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace OpenGradient.Interop;

/// <summary>Whose signature of a model is demanded.</summary>
public sealed class ModelTrust
{
    private ModelTrust(SignatureMethod method) => Method = method;

    /// <summary>How the model must be signed.</summary>
    public SignatureMethod Method { get; }

    internal ForeignKey? Key { get; private init; }

    internal ImmutableArray<Certificate> Roots { get; private init; } = [];

    internal ImmutableArray<Certificate> Intermediates { get; private init; } = [];

    internal DateTimeOffset Now { get; private init; }

    internal TrustRoot? TrustRoot { get; private init; }

    internal Signer? Signer { get; private init; }

    /// <summary>Demands a key: P-256, P-384 or P-521.</summary>
    public static ModelTrust OfKey(ForeignKey key) => new(SignatureMethod.Key) { Key = key };

    /// <summary>Demands a certificate below one of the roots of a PEM file, valid at a given time.</summary>
    /// <param name="pem">Certificates: those that signed themselves are trusted, the others may stand between.</param>
    /// <param name="now">When the certificates must be valid.</param>
    /// <param name="trust">What to demand.</param>
    /// <param name="fault">Why the file cannot be used.</param>
    public static bool TryOfCertificates(ReadOnlySpan<char> pem, DateTimeOffset now, [NotNullWhen(true)] out ModelTrust? trust, [NotNullWhen(false)] out EvidenceFault? fault)
    {
        trust = null;
        fault = new(EvidenceCode.KeyMalformed, "roots", "a PEM file of certificates, at least one of them signed by itself, is wanted.");
        if (!PemText.TryReadAll(pem, "CERTIFICATE", out ImmutableArray<byte[]> blocks))
            return false;
        ImmutableArray<Certificate> certificates = [.. blocks.Select(static block => Certificate.TryParse(block, out Certificate? read) ? read : null).OfType<Certificate>()];
        ImmutableArray<Certificate> roots = [.. certificates.Where(static certificate => certificate.IsSelfSigned())];
        if (certificates.Length != blocks.Length || roots.IsEmpty)
            return false;
        trust = new(SignatureMethod.Certificate) { Roots = roots, Intermediates = [.. certificates.Except(roots)], Now = now };
        fault = null;
        return true;
    }

    /// <summary>Demands an identity, by Sigstore.</summary>
    public static ModelTrust OfIdentity(TrustRoot root, string identity, string issuer) =>
        new(SignatureMethod.Sigstore) { TrustRoot = root, Signer = Signer.OfIdentity(identity, issuer) };
}
