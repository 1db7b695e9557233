using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Judges the EIP-712 twin of a receipt, rule by rule in the order of interop-1 §3.1.</summary>
/// <remarks><b>Does not establish</b> that there is such a receipt: the message names it by its id, and only the bundle shows that its members are those of the payload.</remarks>
internal static class TypedReceiptVerifier
{
    public static TwinReport Verify(ReadOnlySpan<byte> bytes, Receipt? receipt)
    {
        if (bytes.Length > TypedReceipt.MaximumBytes)
            return Report(TwinCode.TwinTooLarge, $"{bytes.Length} bytes; typed data has at most {TypedReceipt.MaximumBytes}");
        if (!TypedReceiptFile.TryRead(bytes, out TypedReceiptFile? file) || !TypedDataHasher.TryHash(file.TypedData, out Digest structHash, out Digest digest))
            return Report(TwinCode.TwinMalformed, "this is no typed data of a receipt in the form of interop-1");
        TwinReport report = structHash == file.StructHash && digest == file.Digest
            ? VerifySignatures(file)
            : Report(TwinCode.DigestMismatch, "structHash or digest are not those of the typed data beside them");
        if (report.Code == TwinCode.Ok && receipt is not null && receipt.Id == file.ReceiptId)
            report = Compare(report, file, receipt);
        return report with { Receipt = file.ReceiptId, Issuer = file.Issuer, TypedDataDigest = digest };
    }

    /// <summary>Anybody can sign typed data under a receipt's id with a key of his own: that says nothing of the receipt's issuer.</summary>
    private static TwinReport Compare(TwinReport report, TypedReceiptFile file, Receipt receipt)
    {
        if (file.Issuer != receipt.Content.Issuer.Key)
            return Report(TwinCode.IssuerMismatch, "the typed data names this receipt, and another key than it as the issuer's: the receipt's issuer did not sign this");
        return IsTypedDataOf(receipt, file) ? report : Report(TwinCode.IssuerContradictsItself, "the issuer signed typed data that names this receipt and says otherwise than it");
    }

    private static bool IsTypedDataOf(Receipt receipt, TypedReceiptFile file) =>
        CanonicalJson.Serialize(TypedReceipt.TypedData(receipt)).AsSpan().SequenceEqual(CanonicalJson.Serialize(file.TypedData));

    private static TwinReport VerifySignatures(TypedReceiptFile file)
    {
        if (file.IssuerSigned is not { } signed)
            return Report(TwinCode.IssuerKeyMissing, "the issuer's signature is not there");
        TwinCode code = IssuerSignature.Check(signed.Spki, file.Issuer, signed.Signature, key => key.VerifyDigest(file.Digest, signed.Signature));
        if (code != TwinCode.Ok)
            return Report(code, IssuerSignature.Reason(code));
        foreach ((string address, byte[] signature) in file.AccountsSigned)
        {
            if (!EthereumAccount.TryRecover(file.Digest, signature, out string recovered) || recovered != address)
                return Report(TwinCode.AccountSignatureInvalid, $"the signature beside {address} is not that account's");
        }

        return Report(TwinCode.Ok, "the key that the typed data names as the issuer's signed its digest") with { Accounts = [.. file.AccountsSigned.Select(static entry => entry.Address)] };
    }

    private static TwinReport Report(TwinCode code, string reason) => new(TwinForm.Eip712, code, reason);
}
