namespace OpenGradient.Interop;

/// <summary>The ways in which a Sigstore bundle or a model's signature fails (interop-1, "Faults").</summary>
public enum EvidenceCode
{
    /// <summary>The bundle is no JSON, has a member twice, one that is not known, or one of the wrong form.</summary>
    BundleMalformed,

    /// <summary>More bytes, entries or names than are read.</summary>
    TooLarge,

    /// <summary>A media type that is none of bundles 0.1 to 0.3.</summary>
    VersionUnsupported,

    /// <summary>The trust root is malformed: nobody may be trusted by it.</summary>
    TrustRootMalformed,

    /// <summary>A key or certificate that the verifier was given cannot be read.</summary>
    KeyMalformed,

    /// <summary>A key of a kind that is not checked here.</summary>
    KeyUnsupported,

    /// <summary>The bundle names no key, or carries it in a form that its version or the question does not allow.</summary>
    MaterialMismatch,

    /// <summary>The bundle carries a root: whoever makes a bundle does not say who is trusted.</summary>
    RootInBundle,

    /// <summary>A certificate that cannot be read.</summary>
    CertificateMalformed,

    /// <summary>A certificate with a critical extension that is not understood.</summary>
    CertificateUnsupported,

    /// <summary>No trusted certificate stands above it.</summary>
    CertificateUntrusted,

    /// <summary>It, or one above it, was not valid when the signature was made.</summary>
    CertificateExpired,

    /// <summary>It, or one above it, is not for this.</summary>
    CertificateUsage,

    /// <summary>No certificate transparency log of the trust root promised to list the certificate.</summary>
    SctInvalid,

    /// <summary>The certificate is somebody else's.</summary>
    IdentityMismatch,

    /// <summary>Somebody else vouched for the identity.</summary>
    IssuerMismatch,

    /// <summary>Nobody who is trusted says when the signature was made.</summary>
    TimeMissing,

    /// <summary>A timestamp that is no RFC 3161 response, or is of something else, or is not signed by its authority.</summary>
    TimestampInvalid,

    /// <summary>A timestamp of an authority that the trust root does not know.</summary>
    TimestampUntrusted,

    /// <summary>The bundle has no log entry, or its entry lacks the proof that its version demands.</summary>
    EntryMissing,

    /// <summary>The log entry's body is malformed.</summary>
    EntryMalformed,

    /// <summary>A kind or version of log entry that is not compared here.</summary>
    EntryUnsupported,

    /// <summary>The log entry is about something else than the bundle.</summary>
    EntryMismatch,

    /// <summary>The trust root does not know the log, or did not at that time.</summary>
    LogUntrusted,

    /// <summary>The log's signed promise does not verify.</summary>
    PromiseInvalid,

    /// <summary>The inclusion proof does not lead to its root.</summary>
    InclusionInvalid,

    /// <summary>The checkpoint is malformed, is not signed by the log, or is of another tree.</summary>
    CheckpointInvalid,

    /// <summary>The signature is not one of the content by the key.</summary>
    SignatureInvalid,

    /// <summary>The content is not the file that it is said to be of.</summary>
    DigestMismatch,

    /// <summary>An envelope of a type that is not read.</summary>
    PayloadUnsupported,

    /// <summary>The signed statement is malformed.</summary>
    StatementMalformed,

    /// <summary>The signed statement says something else than a model's files.</summary>
    PredicateMismatch,

    /// <summary>A hash algorithm that is not computed here.</summary>
    HashUnsupported,

    /// <summary>The statement's digests do not lead to the digest of its subject.</summary>
    SubjectMismatch,

    /// <summary>A path that leaves the model's folder, or that is not in its one form.</summary>
    PathInvalid,

    /// <summary>Two resources of one name.</summary>
    ResourceDuplicate,

    /// <summary>The bundle names another key than the one that was given.</summary>
    KeyMismatch,

    /// <summary>A signed file is not there.</summary>
    FileMissing,

    /// <summary>A signed file has other bytes.</summary>
    FileChanged,

    /// <summary>A file that is there was not signed.</summary>
    FileUnsigned,

    /// <summary>A symbolic link, in a model that was signed without.</summary>
    LinkRefused,

    /// <summary>No model was given: the signature was checked, and no file.</summary>
    ModelMissing,
}
