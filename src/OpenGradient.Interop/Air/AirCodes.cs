namespace OpenGradient.Interop;

/// <summary>How the codes of AIR v1 are written, and the layer that each belongs to.</summary>
public static class AirCodes
{
    /// <summary>The layer that the code is found in.</summary>
    public static AirLayer Layer(this AirCode code) => code switch
    {
        AirCode.Ok => AirLayer.None,
        <= AirCode.WrongProfile => AirLayer.Parse,
        <= AirCode.SignatureFailed => AirLayer.Crypto,
        <= AirCode.UnknownSecurityMode => AirLayer.Claims,
        _ => AirLayer.Policy,
    };

    /// <summary>The code as the draft and its vectors write it.</summary>
    public static string WireName(this AirCode code) => code switch
    {
        AirCode.Ok => "OK",
        AirCode.ReceiptTooLarge => "RECEIPT_TOO_LARGE",
        AirCode.CoseDecodeFailed => "COSE_DECODE_FAILED",
        AirCode.BadAlgorithm => "BAD_ALG",
        AirCode.BadContentType => "BAD_CONTENT_TYPE",
        AirCode.BadProtectedHeader => "BAD_PROTECTED_HEADER",
        AirCode.NonEmptyUnprotected => "NON_EMPTY_UNPROTECTED",
        AirCode.MissingPayload => "MISSING_PAYLOAD",
        AirCode.PayloadNotMap => "PAYLOAD_NOT_MAP",
        AirCode.WrongProfile => "WRONG_PROFILE",
        AirCode.BadSignatureLength => "BAD_SIG_LENGTH",
        AirCode.SignatureFailed => "SIG_FAILED",
        AirCode.MissingClaim => "MISSING_CLAIM",
        AirCode.BadClaimType => "BAD_CLAIM_TYPE",
        AirCode.UnknownClaim => "UNKNOWN_CLAIM",
        AirCode.BadCtiLength => "BAD_CTI_LENGTH",
        AirCode.BadTimestamp => "BAD_TIMESTAMP",
        AirCode.BadHashLength => "BAD_HASH_LENGTH",
        AirCode.ZeroModelHash => "ZERO_MODEL_HASH",
        AirCode.BadNonceLength => "BAD_NONCE_LENGTH",
        AirCode.BadTextLength => "BAD_TEXT_LENGTH",
        AirCode.UnknownMeasurementType => "UNKNOWN_MEASUREMENT_TYPE",
        AirCode.BadMeasurements => "BAD_MEASUREMENTS",
        AirCode.BadMeasurementLength => "BAD_MEASUREMENT_LENGTH",
        AirCode.UnknownModelHashScheme => "UNKNOWN_MODEL_HASH_SCHEME",
        AirCode.UnknownSecurityMode => "UNKNOWN_SECURITY_MODE",
        AirCode.TimestampStale => "TIMESTAMP_STALE",
        AirCode.TimestampFuture => "TIMESTAMP_FUTURE",
        AirCode.NonceMissing => "NONCE_MISSING",
        AirCode.NonceMismatch => "NONCE_MISMATCH",
        AirCode.ModelHashMismatch => "MODEL_HASH_MISMATCH",
        AirCode.PlatformMismatch => "PLATFORM_MISMATCH",
        AirCode.EvaluationModeRejected => "EVALUATION_MODE_REJECTED",
    };
}
