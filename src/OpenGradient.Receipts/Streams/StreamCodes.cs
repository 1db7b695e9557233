namespace OpenGradient.Receipts;

/// <summary>The names of <see cref="StreamCode"/>.</summary>
public static class StreamCodes
{
    /// <summary>Whether something is wrong.</summary>
    public static bool IsFault(this StreamCode code) => code > StreamCode.Complete;

    /// <summary>The name in vectors and messages.</summary>
    public static string WireName(this StreamCode code) => code switch
    {
        StreamCode.Open => "open",
        StreamCode.Ended => "ended",
        StreamCode.Complete => "complete",
        StreamCode.StreamMalformed => "stream-malformed",
        StreamCode.EventUnknown => "event-unknown",
        StreamCode.HeadMissing => "head-missing",
        StreamCode.HeadMalformed => "head-malformed",
        StreamCode.IssuerNotTrusted => "issuer-not-trusted",
        StreamCode.NonceMismatch => "nonce-mismatch",
        StreamCode.SignatureInvalid => "signature-invalid",
        StreamCode.SegmentMalformed => "segment-malformed",
        StreamCode.SegmentMissing => "segment-missing",
        StreamCode.TextChanged => "text-changed",
        StreamCode.AnswerMismatch => "answer-mismatch",
        StreamCode.CallsChanged => "calls-changed",
        StreamCode.ReceiptInvalid => "receipt-invalid",
        StreamCode.ReceiptMismatch => "receipt-mismatch",
        StreamCode.Cut => "cut",
    };
}
