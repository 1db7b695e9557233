using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>receipt</c> (receipt-1 §5.1): whether the bytes are a bundle with a receipt that this build understands.</summary>
internal static class ReceiptCheck
{
    public static ReportRow Check(ReadOnlySpan<byte> bytes, out Bundle? bundle, out Receipt? receipt)
    {
        receipt = null;
        if (!Bundle.TryParse(bytes, out bundle, out ReceiptError error) || !Receipt.TryParse(bundle.Dsse, out receipt, out error))
            return new ReportRow(RowKind.Receipt, CodeOf(error.Code), ReasonOf(error));
        return new ReportRow(RowKind.Receipt, VerificationCode.Ok, $"A well-formed receipt, {receipt.Id}.");
    }

    private static VerificationCode CodeOf(ReceiptErrorCode code) => code switch
    {
        ReceiptErrorCode.None => VerificationCode.Ok,
        ReceiptErrorCode.BundleTooLarge => VerificationCode.BundleTooLarge,
        ReceiptErrorCode.BundleMalformed => VerificationCode.BundleMalformed,
        ReceiptErrorCode.PayloadType => VerificationCode.PayloadType,
        ReceiptErrorCode.PayloadTooLarge => VerificationCode.PayloadTooLarge,
        ReceiptErrorCode.PayloadMalformed => VerificationCode.PayloadMalformed,
        ReceiptErrorCode.PayloadNotCanonical => VerificationCode.PayloadNotCanonical,
        ReceiptErrorCode.StatementType => VerificationCode.StatementType,
        ReceiptErrorCode.StatementMalformed => VerificationCode.StatementMalformed,
        ReceiptErrorCode.SubjectMismatch => VerificationCode.SubjectMismatch,
        ReceiptErrorCode.CritUnknown => VerificationCode.CritUnknown,
    };

    private static string ReasonOf(ReceiptError error) => error.Code switch
    {
        ReceiptErrorCode.None => "",
        ReceiptErrorCode.BundleTooLarge => $"The bundle has {error.Subject}; at most {Bundle.MaximumBytes} are read.",
        ReceiptErrorCode.BundleMalformed => $"Not a bundle of version 1: {error.Subject}.",
        ReceiptErrorCode.PayloadType => "The envelope holds no in-toto Statement.",
        ReceiptErrorCode.PayloadTooLarge => $"The payload has {error.Subject}; at most {Receipt.MaximumPayloadBytes} are read.",
        ReceiptErrorCode.PayloadMalformed => $"The payload is not I-JSON: {error.Subject}.",
        ReceiptErrorCode.PayloadNotCanonical => "The payload is not in RFC 8785 form.",
        ReceiptErrorCode.StatementType => $"Not an inference receipt of version 1: {error.Subject} is missing or another.",
        ReceiptErrorCode.StatementMalformed => $"The receipt has no {error.Subject} in the form of receipt-1.",
        ReceiptErrorCode.SubjectMismatch => "The subject is not the output that the receipt commits to.",
        ReceiptErrorCode.CritUnknown => "The receipt names members that must be understood, and this verifier understands none.",
    };
}
