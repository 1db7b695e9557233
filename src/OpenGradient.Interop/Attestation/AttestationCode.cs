namespace OpenGradient.Interop;

/// <summary>What comes of holding an AIR receipt against an attestation document (interop-1 §4.2), in the order of the rules; each says what it stops.</summary>
public enum AttestationCode
{
    /// <summary>No rule is broken.</summary>
    Ok,

    /// <summary>A document that is none, or of a platform that AIR v1 does not have.</summary>
    AttestationMalformed,

    /// <summary>Showing another document than the one that the receipt names.</summary>
    AttestationHashMismatch,

    /// <summary>Claiming measurements that the platform did not make.</summary>
    MeasurementsMismatch,

    /// <summary>Signing outside of the enclave, beside a document of somebody else's.</summary>
    KeyNotBound,

    /// <summary>Passing a receipt of a node elsewhere off as one that came out of the enclave.</summary>
    IssuerNotBound,

    /// <summary>Calling an enclave that its owner can look into one for production.</summary>
    SecurityModeDebug,

    /// <summary>Accepting a document because it looks like one: no root to check its signer against was given.</summary>
    AttestationRootMissing,

    /// <summary>A document that was changed, or that nobody signed.</summary>
    AttestationSignature,

    /// <summary>A document that was signed by somebody else than the platform.</summary>
    AttestationUntrusted,
}
