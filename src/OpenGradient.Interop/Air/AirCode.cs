namespace OpenGradient.Interop;

/// <summary>What comes of checking a receipt of AIR v1 (interop-1 §4), in the order of the rules; each says what it stops.</summary>
public enum AirCode
{
    /// <summary>No rule is broken.</summary>
    Ok,

    /// <summary>Exhausting a verifier's memory with more than 65,536 bytes.</summary>
    ReceiptTooLarge,

    /// <summary>Two readers that see two receipts in the same bytes: no tagged COSE_Sign1 in deterministic CBOR.</summary>
    CoseDecodeFailed,

    /// <summary>Having a signature checked by an algorithm of the attacker's choice: alg is not EdDSA.</summary>
    BadAlgorithm,

    /// <summary>Passing a signature over another kind of document off as a receipt: the content type is not 61.</summary>
    BadContentType,

    /// <summary>A header that the profile does not define.</summary>
    BadProtectedHeader,

    /// <summary>A header that nobody signed.</summary>
    NonEmptyUnprotected,

    /// <summary>A receipt without its claims.</summary>
    MissingPayload,

    /// <summary>Claims that are not a map in deterministic CBOR, with each key once.</summary>
    PayloadNotMap,

    /// <summary>Judging a receipt of another profile by the rules of this one.</summary>
    WrongProfile,

    /// <summary>A signature that no Ed25519 key can have made.</summary>
    BadSignatureLength,

    /// <summary>Claims that the key did not sign.</summary>
    SignatureFailed,

    /// <summary>A receipt that leaves something open.</summary>
    MissingClaim,

    /// <summary>A claim that readers could take for different things.</summary>
    BadClaimType,

    /// <summary>A claim beyond the closed list of the profile.</summary>
    UnknownClaim,

    /// <summary>A receipt whose id is not 16 bytes.</summary>
    BadCtiLength,

    /// <summary>A receipt of no time: iat is 0.</summary>
    BadTimestamp,

    /// <summary>A digest that is not 32 bytes.</summary>
    BadHashLength,

    /// <summary>A receipt that names no model.</summary>
    ZeroModelHash,

    /// <summary>A nonce that is not 8 to 64 bytes.</summary>
    BadNonceLength,

    /// <summary>A text that is empty, or has more than 1,024 bytes.</summary>
    BadTextLength,

    /// <summary>Measurements of a platform that the profile does not define.</summary>
    UnknownMeasurementType,

    /// <summary>Measurements that lack a required register, or have one that the platform does not have.</summary>
    BadMeasurements,

    /// <summary>A register that is not 48 bytes.</summary>
    BadMeasurementLength,

    /// <summary>A digest of the model that nobody can make again.</summary>
    UnknownModelHashScheme,

    /// <summary>A mode of working that the profile does not define.</summary>
    UnknownSecurityMode,

    /// <summary>An old receipt shown as a new one.</summary>
    TimestampStale,

    /// <summary>A receipt from ahead of time, which would stay fresh for long.</summary>
    TimestampFuture,

    /// <summary>A receipt that was not made for this request: it has no nonce.</summary>
    NonceMissing,

    /// <summary>A receipt that was made for another request.</summary>
    NonceMismatch,

    /// <summary>Another model in the place of the demanded one.</summary>
    ModelHashMismatch,

    /// <summary>Another platform in the place of the demanded one.</summary>
    PlatformMismatch,

    /// <summary>A receipt of an enclave that is tried out, where production is demanded.</summary>
    EvaluationModeRejected,
}
