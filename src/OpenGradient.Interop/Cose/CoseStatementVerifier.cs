using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Judges the COSE twin of a receipt, rule by rule in the order of interop-1 §2.1.</summary>
/// <remarks><b>Does not establish</b> that the model gave this output, that the receipt was logged, or who holds the key.</remarks>
internal static class CoseStatementVerifier
{
    public static TwinReport Verify(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > CoseStatement.MaximumBytes)
            return Report(TwinCode.TwinTooLarge, $"{bytes.Length} bytes; a statement has at most {CoseStatement.MaximumBytes}");
        if (!CoseSign1.TryRead(bytes, out CoseSign1? message) || message.Payload.Kind != CborKind.Bytes)
            return Report(TwinCode.TwinMalformed, "this is no COSE_Sign1 in deterministic CBOR with its payload inside");
        return VerifyHeader(message, message.ProtectedHeader);
    }

    private static TwinReport VerifyHeader(CoseSign1 message, CborValue header)
    {
        bool isWhole = header.TryGet(CoseLabel.Algorithm, out CborValue? algorithm)
            & header.TryGet(CoseLabel.ContentType, CborKind.Text, out CborValue? contentType)
            & header.TryGet(CoseLabel.KeyId, CborKind.Bytes, out CborValue? keyId)
            & header.TryGet(CoseLabel.CwtClaims, CborKind.Map, out CborValue? claims);
        if (!isWhole || keyId!.Bytes.Length != Digest.SizeBytes || !HasClaims(claims!))
            return Report(TwinCode.TwinMalformed, "the protected header lacks alg, content type, kid, or the claims iss, sub and iat");
        if (header.TryGet(CoseLabel.Critical, out _) || message.UnprotectedHeader.TryGet(CoseLabel.Critical, out _))
            return Report(TwinCode.CritUnknown, "crit names header labels that must be understood, and this build knows none");
        if (!algorithm!.IsInteger(CoseLabel.Es256))
            return Report(TwinCode.AlgorithmUnknown, "alg is not ES256 (-7)");
        if (contentType!.Text != Statement.PayloadType)
            return Report(TwinCode.ContentTypeUnknown, $"the content type is not {Statement.PayloadType}");
        return VerifyReceipt(message, new Digest(keyId.Bytes.Span), claims!);
    }

    private static bool HasClaims(CborValue claims) =>
        claims.TryGet(CoseLabel.IssuerClaim, CborKind.Text, out _)
        && claims.TryGet(CoseLabel.SubjectClaim, CborKind.Text, out _)
        && claims.TryGet(CoseLabel.IssuedAtClaim, CborKind.Unsigned, out _);

    private static TwinReport VerifyReceipt(CoseSign1 message, Digest keyId, CborValue claims)
    {
        if (!Receipt.TryParse(message.Payload.Bytes, out Receipt? receipt, out ReceiptError error))
        {
            return error.Code == ReceiptErrorCode.CritUnknown
                ? Report(TwinCode.CritUnknown, "crit of the receipt names members that must be understood, and this build knows none")
                : Report(TwinCode.PayloadInvalid, $"the payload is no receipt: {error.Subject}");
        }

        (TwinCode code, string reason) = VerifyIssuer(message, receipt, keyId, claims);
        return Report(code, reason) with { Receipt = receipt.Id, Issuer = receipt.Content.Issuer.Key };
    }

    private static (TwinCode Code, string Reason) VerifyIssuer(CoseSign1 message, Receipt receipt, Digest keyId, CborValue claims)
    {
        if (keyId != receipt.Content.Issuer.Key)
            return (TwinCode.IssuerMismatch, "kid is not the key that the receipt names as its issuer's");
        if (!message.UnprotectedHeader.TryGet(CoseLabel.IssuerSpki, CborKind.Bytes, out CborValue? spki))
            return (TwinCode.IssuerKeyMissing, "the statement does not bring the issuer's key along");
        byte[] signed = CoseSign1.ToBeSigned(message.ProtectedBytes, message.Payload.Bytes);
        TwinCode code = IssuerSignature.Check(spki.Bytes.Span, keyId, message.Signature, key => key.Verify(signed, message.Signature.Span));
        if (code != TwinCode.Ok)
            return (code, IssuerSignature.Reason(code));
        return SaysTheSame(claims, CoseStatement.Claims(receipt))
            ? (TwinCode.Ok, "the issuer of the receipt signed this statement of it")
            : (TwinCode.IssuerContradictsItself, "the issuer signed claims (iss, sub, iat) that are not those of the receipt in the same statement");
    }

    /// <summary>Whether the claims that have to be there are those of the receipt; others may be beside them.</summary>
    private static bool SaysTheSame(CborValue claims, CborValue expected)
    {
        foreach ((CborValue key, CborValue value) in expected.Entries)
        {
            if (!claims.TryGet((long)key.Argument, out CborValue? claim) || !CborWriter.Encode(claim).AsSpan().SequenceEqual(CborWriter.Encode(value)))
                return false;
        }

        return true;
    }

    private static TwinReport Report(TwinCode code, string reason) => new(TwinForm.Cose, code, reason);
}
