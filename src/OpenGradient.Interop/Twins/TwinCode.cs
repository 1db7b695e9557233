namespace OpenGradient.Interop;

/// <summary>What comes of checking a twin (interop-1 §2.1, §3.1, §3.2, §4.3), in the order of the rules; each says what it stops.</summary>
public enum TwinCode
{
    /// <summary>No rule is broken.</summary>
    Ok,

    /// <summary>Exhausting a verifier's memory.</summary>
    TwinTooLarge,

    /// <summary>Two readers that see two statements in the same bytes.</summary>
    TwinMalformed,

    /// <summary>Judging by a rule that this build does not know: <c>crit</c> names what must be understood.</summary>
    CritUnknown,

    /// <summary>Having a signature checked by an algorithm of the attacker's choice.</summary>
    AlgorithmUnknown,

    /// <summary>Passing a signature over another kind of document off as one over a receipt.</summary>
    ContentTypeUnknown,

    /// <summary>A statement about something that is no receipt.</summary>
    PayloadInvalid,

    /// <summary>Showing one digest to a contract and another content to people.</summary>
    DigestMismatch,

    /// <summary>Passing somebody's statement about a receipt off as its issuer's.</summary>
    IssuerMismatch,

    /// <summary>Nothing to check the signature with.</summary>
    IssuerKeyMissing,

    /// <summary>Having a signature checked with a key of the attacker's choice.</summary>
    IssuerKeyMismatch,

    /// <summary>A key that is none, or is written in another form.</summary>
    IssuerKeyMalformed,

    /// <summary>A signature that no key can have made.</summary>
    SignatureMalformed,

    /// <summary>A second form of a signature that was changed by somebody without the key.</summary>
    SignatureHighS,

    /// <summary>A statement that the issuer did not sign.</summary>
    SignatureInvalid,

    /// <summary>Naming an account that did not sign.</summary>
    AccountSignatureInvalid,

    /// <summary>Comparing with a bundle that itself does not hold.</summary>
    BundleInvalid,

    /// <summary>Two files that are about two receipts.</summary>
    ReceiptDiffers,

    /// <summary>Two statements under one receiptId that cannot both be true, both signed by its issuer: an offence that anybody can check.</summary>
    IssuerContradictsItself,

    /// <summary>A receipt of AIR v1 under the id of another receipt than it tells of. Not the issuer's offence: another key signed it.</summary>
    ClaimDiffers,

    /// <summary>Taking for compared what the bundle hides, or does not have.</summary>
    BundleIncomplete,
}
