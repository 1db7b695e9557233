using System.Collections.Immutable;
using OpenGradient.Receipts;

namespace OpenGradient.Interop;

/// <summary>Writes the twin of a receipt in the form of AIR v1, inside the enclave that gave the answer (interop-1 §4.1).</summary>
/// <remarks>
/// Nothing is made up: what a receipt states is taken from it, what the platform measured from an attestation document that binds the signing key and the
/// receipt's issuer, and the rest is what the operator measured and names. Whatever has no source is refused by the name of its claim.
/// </remarks>
public static class AirExport
{
    /// <summary>The media type (RFC 9782).</summary>
    public const string MediaType = "application/eat+cwt";

    /// <summary>Why a node does not write it: the sentence for those who ask it to.</summary>
    public static string Refusal { get; } =
        "An AIR receipt says that an attested enclave answered, and is signed by a key that never leaves it: nothing that a node knows could fill enclave_measurements and attestation_doc_hash. Inside of the enclave, og receipt export --form air writes it.";

    /// <summary>Signs the twin; null if it was refused.</summary>
    /// <param name="bundle">The bundle: a signed receipt with its log proof and everything disclosed.</param>
    /// <param name="document">What the platform attested.</param>
    /// <param name="roots">The platform's roots.</param>
    /// <param name="workload">What only the operator knows.</param>
    /// <param name="key">The enclave's key.</param>
    /// <param name="refusal">The claim that nothing would be behind.</param>
    public static byte[]? Sign(
        ReadOnlySpan<byte> bundle, AttestationDocument document, ImmutableArray<Certificate> roots, AirWorkload workload, AirSigningKey key, out AirRefusal? refusal)
    {
        if (!AirSource.TryRead(bundle, out AirSource? source))
        {
            refusal = new("cti", "the bundle is not a receipt that its issuer signed: fetch it with og receipt get.");
            return null;
        }

        refusal = FindMissing(source) ?? workload.FindFault(source.Receipt.Content) ?? FindFault(source.Receipt.Content, document, roots, workload, key);
        return refusal is null ? Sign(Claims(source, document, workload), key) : null;
    }

    private static AirRefusal? FindMissing(AirSource source)
    {
        if (source.Receipt.Content.IssuedAt == 0)
            return new("iat", "the receipt was issued at no time, 0.");
        if (source.LogIndex is null)
            return new("sequence_number", "it is the receipt's index in its log, and the bundle does not prove one: fetch it again when the log holds the receipt.");
        string hidden = "it is the digest of all of it, and the bundle does not disclose all: fetch the bundle with its disclosure token.";
        if (source.RequestHash is null)
            return new("request_hash", hidden);
        return source.ResponseHash is null ? new("response_hash", hidden) : null;
    }

    private static AirRefusal? FindFault(ReceiptContent receipt, AttestationDocument document, ImmutableArray<Certificate> roots, AirWorkload workload, AirSigningKey key)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(Math.Min(receipt.IssuedAt, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        AttestationFinding finding = AirAttestation.Check(document, key.PublicKey.Span, AirSource.IssuerName(receipt.Issuer.Key), workload.SecurityMode, roots, time);
        return finding.Code switch
        {
            AttestationCode.Ok => null,
            AttestationCode.SecurityModeDebug => new("security_mode", $"{finding.Reason}: claim {AirWorkload.Evaluation}."),
            _ => new("attestation_doc_hash", $"{finding.Reason} ({finding.Code.WireName()})."),
        };
    }

    private static CborValue Claims(AirSource source, AttestationDocument document, AirWorkload workload) => CborValue.Map(
    [
        .. source.Identity,
        .. source.Statement,
        .. source.Evidence.Select(static claim => (claim.Key, claim.Value!)),
        .. source.Nonce is { } nonce ? ImmutableArray.Create((AirClaim.Nonce, nonce)) : [],
        (AirClaim.Profile, CborValue.String(AirClaim.ProfileUri)),
        (AirClaim.AttestationHash, CborValue.ByteString(document.Hash.ToArray())),
        (AirClaim.Measurements, AirMeasurements.Of(document)),
        (AirClaim.PolicyVersion, CborValue.String(workload.PolicyVersion)),
        (AirClaim.ExecutionTime, CborValue.Integer(workload.ExecutionTimeMilliseconds)),
        (AirClaim.MemoryPeak, CborValue.Integer(workload.MemoryPeakMegabytes)),
        (AirClaim.SecurityMode, CborValue.String(workload.SecurityMode)),
    ]);

    private static byte[] Sign(CborValue claims, AirSigningKey key)
    {
        byte[] header = CborWriter.Encode(CborValue.Map((CoseLabel.Algorithm, CborValue.Integer(CoseLabel.EdDsa)), (CoseLabel.ContentType, CborValue.Integer(AirVerifier.CwtContentType))));
        byte[] payload = CborWriter.Encode(claims);
        return CoseSign1.Write(header, CborValue.Map(ImmutableArray<KeyValuePair<CborValue, CborValue>>.Empty), payload, key.Sign(CoseSign1.ToBeSigned(header, payload)));
    }
}
