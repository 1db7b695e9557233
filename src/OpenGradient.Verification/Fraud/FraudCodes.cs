namespace OpenGradient.Verification;

/// <summary>The names that reports use for what a fraud proof file came to.</summary>
public static class FraudCodes
{
    /// <summary>The name of a code.</summary>
    public static string WireName(this FraudCode code) => code switch
    {
        FraudCode.Convicted => "convicted",
        FraudCode.Malformed => "fraud-malformed",
        FraudCode.ReceiptMalformed => "receipt-malformed",
        FraudCode.ReceiptSignature => "receipt-signature",
        FraudCode.TermsMismatch => "terms-mismatch",
        FraudCode.OpeningInvalid => "opening-invalid",
        FraudCode.MessageSignature => "message-signature",
        FraudCode.ChainBroken => "chain-broken",
        FraudCode.NotConvicted => "not-convicted",
        FraudCode.SemanticsUnknown => "semantics-unknown",
    };
}
