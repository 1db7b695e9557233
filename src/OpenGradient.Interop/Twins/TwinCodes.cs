namespace OpenGradient.Interop;

/// <summary>How codes and forms are written, and what verdict a code is.</summary>
public static class TwinCodes
{
    /// <summary>The code as interop-1 writes it.</summary>
    public static string WireName(this TwinCode code) => code switch
    {
        TwinCode.Ok => "ok",
        TwinCode.TwinTooLarge => "twin-too-large",
        TwinCode.TwinMalformed => "twin-malformed",
        TwinCode.CritUnknown => "crit-unknown",
        TwinCode.AlgorithmUnknown => "algorithm-unknown",
        TwinCode.ContentTypeUnknown => "content-type-unknown",
        TwinCode.PayloadInvalid => "payload-invalid",
        TwinCode.DigestMismatch => "digest-mismatch",
        TwinCode.IssuerMismatch => "issuer-mismatch",
        TwinCode.IssuerKeyMissing => "issuer-key-missing",
        TwinCode.IssuerKeyMismatch => "issuer-key-mismatch",
        TwinCode.IssuerKeyMalformed => "issuer-key-malformed",
        TwinCode.SignatureMalformed => "signature-malformed",
        TwinCode.SignatureHighS => "signature-high-s",
        TwinCode.SignatureInvalid => "signature-invalid",
        TwinCode.AccountSignatureInvalid => "account-signature-invalid",
        TwinCode.BundleInvalid => "bundle-invalid",
        TwinCode.ReceiptDiffers => "receipt-differs",
        TwinCode.IssuerContradictsItself => "issuer-contradicts-itself",
        TwinCode.ClaimDiffers => "claim-differs",
        TwinCode.BundleIncomplete => "bundle-incomplete",
    };

    /// <summary>The form as commands and URLs name it.</summary>
    public static string WireName(this TwinForm form) => form switch
    {
        TwinForm.Cose => "cose",
        TwinForm.Eip712 => "eip712",
        TwinForm.Air => "air",
    };

    /// <summary>Whether the code says that something could not be checked, not that it was checked and is wrong.</summary>
    public static bool IsUnverifiable(this TwinCode code) => code is TwinCode.CritUnknown or TwinCode.IssuerKeyMissing or TwinCode.BundleInvalid or TwinCode.BundleIncomplete;
}
