using System.Collections.Immutable;

namespace OpenGradient.Interop;

/// <summary>Whether a certificate is for signing code, and is the one of the demanded identity.</summary>
internal static class IdentityCheck
{
    public static EvidenceFault? Check(Certificate certificate, Signer signer)
    {
        if (certificate.IsAuthority || !CertificateExtensions.AllowsUsage(certificate, KeyUsages.DigitalSignature, ifAbsent: false))
            return new(EvidenceCode.CertificateUsage, "certificate", "its key is not one for signatures.");
        if (CertificateExtensions.Purposes(certificate)?.Contains(ObjectIds.CodeSigning) != true)
            return new(EvidenceCode.CertificateUsage, "certificate", "it is not one for signing code.");
        ImmutableArray<string> identities = CertificateExtensions.Identities(certificate);
        if (!identities.Contains(signer.Identity!))
            return new(EvidenceCode.IdentityMismatch, "certificate", $"it is that of {(identities.IsEmpty ? "nobody" : string.Join(", ", identities))}, and {signer.Identity} is demanded.");
        string issuer = CertificateExtensions.Issuer(certificate) ?? "";
        return issuer == signer.Issuer
            ? null
            : new(EvidenceCode.IssuerMismatch, "certificate", $"{(issuer.Length == 0 ? "nobody" : issuer)} vouched for the identity, and {signer.Issuer} is demanded.");
    }
}
