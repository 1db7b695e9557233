namespace OpenGradient.Interop;

/// <summary>How <see cref="AttestationCode"/> is written, and what verdict a code is.</summary>
public static class AttestationCodes
{
    /// <summary>The code as interop-1 writes it.</summary>
    public static string WireName(this AttestationCode code) => code switch
    {
        AttestationCode.Ok => "ok",
        AttestationCode.AttestationMalformed => "attestation-malformed",
        AttestationCode.AttestationHashMismatch => "attestation-hash-mismatch",
        AttestationCode.MeasurementsMismatch => "measurements-mismatch",
        AttestationCode.KeyNotBound => "key-not-bound",
        AttestationCode.IssuerNotBound => "issuer-not-bound",
        AttestationCode.SecurityModeDebug => "security-mode-debug",
        AttestationCode.AttestationRootMissing => "attestation-root-missing",
        AttestationCode.AttestationSignature => "attestation-signature",
        AttestationCode.AttestationUntrusted => "attestation-untrusted",
    };

    /// <summary>Whether the code says that something could not be checked, not that it was checked and is wrong.</summary>
    public static bool IsUnverifiable(this AttestationCode code) => code == AttestationCode.AttestationRootMissing;
}
