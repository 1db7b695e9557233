using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>One thing that supports a receipt, as it is written in a bundle: not judged yet.</summary>
/// <param name="Type">What it is; a label.</param>
/// <param name="Json">The whole element, <c>type</c> included.</param>
public sealed record Evidence(string Type, JsonValue Json)
{
    /// <summary>The type of a public key that signatures are checked with.</summary>
    public const string IssuerKeyType = "issuer-key";

    /// <summary>The type of a c2sp.org/tlog-proof@v1 file with the key of its log.</summary>
    public const string LogProofType = "tlog-proof/v1";

    /// <summary>The issuer's public key.</summary>
    public static Evidence IssuerKey(P256PublicKey key) => new(IssuerKeyType, JsonValue.Object(
        ("type", JsonValue.String(IssuerKeyType)),
        ("spki", JsonValue.String(Convert.ToBase64String(key.Spki)))));

    /// <summary>A proof that the log of <paramref name="vkey"/> holds the receipt.</summary>
    /// <param name="vkey">The C2SP verifier key of the log.</param>
    /// <param name="proof">The bytes of the tlog-proof file.</param>
    public static Evidence LogProof(string vkey, ReadOnlySpan<byte> proof) => new(LogProofType, JsonValue.Object(
        ("type", JsonValue.String(LogProofType)),
        ("vkey", JsonValue.String(vkey)),
        ("proof", JsonValue.String(Convert.ToBase64String(proof)))));

    /// <summary>A vote that the auditor's key signed; signatures by others are left out.</summary>
    public static Evidence AuditVote(P256PublicKey auditor, DsseEnvelope vote)
    {
        ArgumentNullException.ThrowIfNull(auditor);
        ArgumentNullException.ThrowIfNull(vote);
        string keyId = auditor.KeyId.ToString();
        DsseEnvelope signed = vote with { Signatures = [vote.Signatures.First(signature => signature.KeyId == keyId)] };
        return new(Receipts.AuditVote.EvidenceType, JsonValue.Object(
            ("type", JsonValue.String(Receipts.AuditVote.EvidenceType)),
            ("spki", JsonValue.String(Convert.ToBase64String(auditor.Spki))),
            ("dsse", signed.ToJson())));
    }
}
