using System.Collections.Immutable;
using OpenGradient.Primitives;

namespace OpenGradient.Interop;

/// <summary>Holds the claims of a receipt of AIR v1 against the attestation document that it names (interop-1 §4.2; the draft's section "Key Binding").</summary>
internal static class AirAttestation
{
    /// <summary>Judges claims that the key signed.</summary>
    public static AttestationFinding Check(CborValue claims, ReadOnlySpan<byte> publicKey, ReadOnlyMemory<byte> bytes, ImmutableArray<Certificate> roots)
    {
        if (!AttestationDocument.TryParse(bytes, out AttestationDocument? document))
            return new(AttestationCode.AttestationMalformed, "this is no document of AWS Nitro Enclaves, and no quote of Intel TDX");
        bool isRead = claims.TryGet(AirClaim.AttestationHash, out CborValue? hash) & claims.TryGet(AirClaim.Measurements, out CborValue? measured)
            & claims.TryGet(AirClaim.Issuer, out CborValue? issuer) & claims.TryGet(AirClaim.SecurityMode, out CborValue? mode) & claims.TryGet(AirClaim.IssuedAt, out CborValue? time);
        if (!isRead || !hash!.Bytes.Span.SequenceEqual(document.Hash.AsSpan()))
            return new(AttestationCode.AttestationHashMismatch, $"attestation_doc_hash is not that of this document, {document.Hash}");
        if (!IsMeasured(measured!, document))
            return new(AttestationCode.MeasurementsMismatch, "enclave_measurements are not those of the document");
        return Check(document, publicKey, issuer!.Text, mode!.Text, roots, TimeOf(time!));
    }

    /// <summary>Judges a document: whose keys it binds, whether it can be in production, who signed it.</summary>
    /// <param name="document">The document.</param>
    /// <param name="publicKey">The Ed25519 key that signs the receipt.</param>
    /// <param name="issuer">Whose receipts come from the enclave; in another form than ours it names nobody whom the document could name too.</param>
    /// <param name="mode">The mode that the receipt claims.</param>
    /// <param name="roots">The platform's roots.</param>
    /// <param name="time">When the inference was.</param>
    public static AttestationFinding Check(AttestationDocument document, ReadOnlySpan<byte> publicKey, string issuer, string mode, ImmutableArray<Certificate> roots, DateTimeOffset time)
    {
        if (!document.BindsKey(publicKey))
            return new(AttestationCode.KeyNotBound, "the document does not name the Ed25519 key that signs: a Nitro document has it as public_key, a TDX quote its SHA-256 in the lower half of the report data");
        if (AirSource.IsIssuerKey(issuer) && !(AirSource.TryReadIssuer(issuer, out Digest keyId) && document.BindsIssuer(keyId)))
            return new(AttestationCode.IssuerNotBound, "the document does not name the issuer's key: a Nitro document has it as user_data, a TDX quote in the upper half of the report data");
        if (mode == AirWorkload.Production && document.IsDebug)
            return new(AttestationCode.SecurityModeDebug, "the enclave runs in debug mode, which is never production");
        return roots.IsEmpty
            ? new(AttestationCode.AttestationRootMissing, "who signed the document was not checked: no root of the platform was given")
            : document.CheckSigner(roots, time);
    }

    /// <summary>Every register that is claimed is one of the document's; the optional ones may be left out.</summary>
    private static bool IsMeasured(CborValue measured, AttestationDocument document)
    {
        CborValue expected = AirMeasurements.Of(document);
        return measured.Entries.All(entry => expected.TryGet(entry.Key.Text, out CborValue? value) && CborWriter.Encode(value).AsSpan().SequenceEqual(CborWriter.Encode(entry.Value)));
    }

    private static DateTimeOffset TimeOf(CborValue issuedAt) =>
        issuedAt.Argument <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds((long)issuedAt.Argument) : DateTimeOffset.MaxValue;
}
