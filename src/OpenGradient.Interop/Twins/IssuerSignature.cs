using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>The rules about the issuer's key and signature, which both forms share.</summary>
internal static class IssuerSignature
{
    /// <summary>Finds the first rule that key and signature break; <see cref="TwinCode.Ok"/> if they break none.</summary>
    /// <param name="spki">The key that the twin brings along.</param>
    /// <param name="keyId">The key that it has to be.</param>
    /// <param name="signature">r ‖ s.</param>
    /// <param name="isSigned">The equation, for a key and signature of the right form.</param>
    public static TwinCode Check(ReadOnlySpan<byte> spki, Digest keyId, ReadOnlyMemory<byte> signature, Func<P256PublicKey, bool> isSigned)
    {
        if (Digest.Sha256(spki) != keyId)
            return TwinCode.IssuerKeyMismatch;
        if (!P256PublicKey.TryParse(spki, out P256PublicKey? key))
            return TwinCode.IssuerKeyMalformed;
        return P256PublicKey.SignatureForm(signature.Span) switch
        {
            P256SignatureForm.Malformed => TwinCode.SignatureMalformed,
            P256SignatureForm.HighS => TwinCode.SignatureHighS,
            P256SignatureForm.LowS => isSigned(key) ? TwinCode.Ok : TwinCode.SignatureInvalid,
        };
    }

    /// <summary>The code in one sentence.</summary>
    public static string Reason(TwinCode code) => code switch
    {
        TwinCode.IssuerKeyMismatch => "the key that the twin brings along is not the one that the receipt names",
        TwinCode.IssuerKeyMalformed => "the issuer's key is not a P-256 key in its one form",
        TwinCode.SignatureMalformed => "the signature is not 64 bytes r ‖ s in their ranges",
        TwinCode.SignatureHighS => "the signature has a high s: it was changed after it was made",
        _ => "the signature is not the issuer's over this twin",
    };
}
