namespace OpenGradient.Receipts;

/// <summary>The rules of receipt-1 §5.1, in the order in which they are checked; each says what it stops.</summary>
public enum ReceiptErrorCode
{
    /// <summary>No rule is broken.</summary>
    None,

    /// <summary>Exhausting a verifier's memory with a bundle of more than 64 MiB.</summary>
    BundleTooLarge,

    /// <summary>Two readers that see two bundles in the same bytes: not I-JSON, or a member missing or of the wrong type.</summary>
    BundleMalformed,

    /// <summary>Passing a signature over another kind of document off as a receipt: the envelope's <c>payloadType</c>.</summary>
    PayloadType,

    /// <summary>Exhausting a verifier's memory with a payload of more than 65,536 bytes.</summary>
    PayloadTooLarge,

    /// <summary>Two readers that see two statements in the same bytes: the payload is not I-JSON, or holds a number, which readers round differently.</summary>
    PayloadMalformed,

    /// <summary>Two payloads, hence two receipt ids, for one statement: the payload is not in RFC 8785 form.</summary>
    PayloadNotCanonical,

    /// <summary>Passing a statement of another kind, or of a later version, off as this one: <c>_type</c> or <c>predicateType</c>.</summary>
    StatementType,

    /// <summary>A statement that leaves something open: a member is missing, or of the wrong type or form.</summary>
    StatementMalformed,

    /// <summary>Showing one output to in-toto tools and another to ours: the subject does not name the output's root.</summary>
    SubjectMismatch,

    /// <summary>Judging a receipt by a rule that this build does not know: <c>crit</c> names a member that must be understood.</summary>
    CritUnknown,
}
