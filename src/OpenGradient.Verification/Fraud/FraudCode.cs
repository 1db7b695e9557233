namespace OpenGradient.Verification;

/// <summary>What a fraud proof file came to (spec/dispute-1, section 12.5): one member for each cause.</summary>
public enum FraudCode
{
    /// <summary>The issuer of the receipt is convicted.</summary>
    Convicted,

    /// <summary>The bytes are no fraud proof file.</summary>
    Malformed,

    /// <summary>What is in the place of the receipt is none.</summary>
    ReceiptMalformed,

    /// <summary>The receipt is not signed by the key that it names as its issuer's.</summary>
    ReceiptSignature,

    /// <summary>The terms say otherwise than the receipt: Program, semantics, trace, or how tokens were counted or chosen.</summary>
    TermsMismatch,

    /// <summary>The challenger has not signed that it disputes this receipt under these terms.</summary>
    OpeningInvalid,

    /// <summary>A message is not signed by the party whose turn it was, or not of the form.</summary>
    MessageSignature,

    /// <summary>A message was said about another receipt, or after other messages.</summary>
    ChainBroken,

    /// <summary>The referee does not convict the issuer alone.</summary>
    NotConvicted,

    /// <summary>The terms name semantics that this build does not have.</summary>
    SemanticsUnknown,
}
