using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Verification;

/// <summary>The row <c>signature</c> (receipt-1 §5.2).</summary>
/// <remarks>Establishes that the holder of the issuer's key made the statement. Does not establish who that is, nor that it is true.</remarks>
internal static class SignatureCheck
{
    public static ReportRow Check(Bundle bundle, Receipt receipt)
    {
        Digest keyId = receipt.Content.Issuer.Key;
        if (!bundle.Evidence.Any(static evidence => evidence.Type == Evidence.IssuerKeyType))
            return Row(VerificationCode.IssuerKeyMissing, "The bundle has no issuer key.");
        if (bundle.FindIssuerSpki(keyId) is not byte[] spki)
            return Row(VerificationCode.IssuerKeyMismatch, $"No issuer key of the bundle has the id {keyId}.");
        if (!P256PublicKey.TryParse(spki, out P256PublicKey? key))
            return Row(VerificationCode.IssuerKeyMalformed, "The issuer key is not a P-256 key in its 91-byte form.");
        DsseSignature? signature = bundle.Dsse.Signatures.FirstOrDefault(signature => signature.KeyId == keyId.ToString());
        return signature is null
            ? Row(VerificationCode.SignatureMissing, $"No signature is by the key {keyId}.")
            : Check(bundle.Dsse, key, signature);
    }

    private static ReportRow Check(DsseEnvelope envelope, P256PublicKey key, DsseSignature signature)
    {
        byte[] bytes = CanonicalBase64.TryDecode(signature.Sig, out byte[] decoded) ? decoded : [];
        return P256PublicKey.SignatureForm(bytes) switch
        {
            P256SignatureForm.Malformed => Row(
                VerificationCode.SignatureMalformed, "The signature is not 64 bytes of base64 with r and s from 1 to n-1."),
            P256SignatureForm.HighS => Row(
                VerificationCode.SignatureHighS, "The signature is the high-S twin, which anyone can make of a signature."),
            P256SignatureForm.LowS => key.Verify(DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload.Span), bytes)
                ? Row(VerificationCode.Ok, $"Signed by the key {key.KeyId}.")
                : Row(VerificationCode.SignatureInvalid, $"The signature is not that of the key {key.KeyId} over this payload."),
        };
    }

    private static ReportRow Row(VerificationCode code, string reason) => new(RowKind.Signature, code, reason);
}
