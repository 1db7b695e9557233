using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Writes the COSE twin of a receipt: a signed statement of SCITT whose payload is the receipt (interop-1 §2).</summary>
public static class CoseStatement
{
    /// <summary>The media type of a signed statement (RFC 9943).</summary>
    public const string MediaType = "application/scitt-statement+cose";

    /// <summary>The most bytes that a statement may have.</summary>
    public const int MaximumBytes = 131_072;

    /// <summary>Signs the twin of a receipt with the key that it names as its issuer's.</summary>
    /// <exception cref="ArgumentException">The receipt names another key.</exception>
    public static byte[] Sign(Receipt receipt, P256PrivateKey key)
    {
        if (receipt.Content.Issuer.Key != key.PublicKey.KeyId)
            throw new ArgumentException("The receipt names another key as its issuer's.", nameof(key));
        byte[] header = CborWriter.Encode(CborValue.Map(
            (CoseLabel.Algorithm, CborValue.Integer(CoseLabel.Es256)),
            (CoseLabel.ContentType, CborValue.String(Statement.PayloadType)),
            (CoseLabel.KeyId, CborValue.ByteString(key.PublicKey.KeyId.ToArray())),
            (CoseLabel.CwtClaims, Claims(receipt))));
        CborValue open = CborValue.Map((CoseLabel.IssuerSpki, CborValue.ByteString(key.PublicKey.Spki.ToArray())));
        byte[] signature = key.Sign(CoseSign1.ToBeSigned(header, receipt.Payload));
        return CoseSign1.Write(header, open, receipt.Payload, signature);
    }

    /// <summary>What the statement says of its payload in the words of others: who, what, when.</summary>
    internal static CborValue Claims(Receipt receipt) => CborValue.Map(
        (CoseLabel.IssuerClaim, CborValue.String($"urn:opengradient:key:{receipt.Content.Issuer.Key}")),
        (CoseLabel.SubjectClaim, CborValue.String($"urn:opengradient:receipt:{receipt.Id}")),
        (CoseLabel.IssuedAtClaim, CborValue.Integer(receipt.Content.IssuedAt)));
}
