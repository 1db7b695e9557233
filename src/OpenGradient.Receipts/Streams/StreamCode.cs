namespace OpenGradient.Receipts;

/// <summary>Where a streamed answer stands, or what is wrong with it; each fault says what it stops (receipt-1 §8.3).</summary>
public enum StreamCode
{
    /// <summary>Everything up to the last segment is as the issuer signed it.</summary>
    Open,

    /// <summary>So is the whole answer; its receipt has not come yet.</summary>
    Ended,

    /// <summary>The receipt is signed by the same key and commits to this answer.</summary>
    Complete,

    /// <summary>Two readers that see two streams in the same bytes: no event stream of JSON events in the form of receipt-1 §8.</summary>
    StreamMalformed,

    /// <summary>Showing text in a place that nobody compares: an event, or a member of one, that may hold text and is not known.</summary>
    EventUnknown,

    /// <summary>Text without evidence: it comes before the head of its answer.</summary>
    HeadMissing,

    /// <summary>A head that leaves something open, whose key is not the one it names, a second head, or one behind the receipts.</summary>
    HeadMalformed,

    /// <summary>A stream that the policy would not take: another issuer.</summary>
    IssuerNotTrusted,

    /// <summary>A stream that was recorded for somebody else: another nonce than the client's.</summary>
    NonceMismatch,

    /// <summary>A head or segment that the key did not sign.</summary>
    SignatureInvalid,

    /// <summary>A segment that leaves something open.</summary>
    SegmentMalformed,

    /// <summary>A segment that was left out, or comes twice or in another place.</summary>
    SegmentMissing,

    /// <summary>Text that was changed, added or dropped since the last segment.</summary>
    TextChanged,

    /// <summary>An answer that is not what the output tree says was returned.</summary>
    AnswerMismatch,

    /// <summary>A call of a tool that was changed, added or dropped.</summary>
    CallsChanged,

    /// <summary>A receipt that is none, or that the key of the stream did not sign; or two of one answer, of which one reader takes the first and another the last.</summary>
    ReceiptInvalid,

    /// <summary>The receipt of another answer.</summary>
    ReceiptMismatch,

    /// <summary>A stream that is over before its last segment and its receipt.</summary>
    Cut,
}
