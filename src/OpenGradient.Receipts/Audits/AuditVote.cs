using System.Diagnostics.CodeAnalysis;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What an auditor signs about one receipt: an in-toto statement with a Simple Verification Result (audit-1 §3).</summary>
/// <param name="Receipt">The receipt that was run again.</param>
/// <param name="Auditor">The key id of the auditor.</param>
/// <param name="TimeCreated">When, by the auditor's clock; to the second, in UTC.</param>
/// <param name="Code">What came out: a code of receipt-1 §5.7; <see cref="Confirmed"/> is a vote for the receipt.</param>
public sealed record AuditVote(ReceiptId Receipt, Digest Auditor, DateTime TimeCreated, string Code)
{
    /// <summary>The type of the evidence.</summary>
    public const string EvidenceType = "audit-vote/v1";

    /// <summary>The code of a run that was repeated bit for bit.</summary>
    public const string Confirmed = "ok";

    private static readonly string[] Against = ["program-mismatch", "input-invalid", "output-mismatch", "trace-mismatch", "usage-mismatch"];

    private const string StatementType = "https://in-toto.io/Statement/v1";
    private const string PredicateType = "https://in-toto.io/attestation/svr/v0.1";
    private const string Property = "OG_REEXECUTED_BIT_EXACT";
    private const string VerifierPrefix = "urn:opengradient:auditor:";
    private const int MaximumBytes = 65_536;

    /// <summary>Whether it says that the same bits came out.</summary>
    public bool IsFor => Code == Confirmed;

    /// <summary>Whether it says that the receipt states what did not happen; if it is neither for nor against, the auditor could not see or run it.</summary>
    public bool IsAgainst => IsCodeAgainst(Code);

    /// <summary>Whether a vote with a code says that the receipt states what did not happen.</summary>
    public static bool IsCodeAgainst(string code) => Against.Contains(code);

    /// <summary>Signs the vote; the evidence brings the key along.</summary>
    /// <exception cref="ArgumentException">The vote names another key as its auditor's.</exception>
    public Evidence Sign(P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.PublicKey.KeyId != Auditor)
            throw new ArgumentException("The vote names another key as its auditor's.", nameof(key));
        return Evidence.AuditVote(key.PublicKey, DsseEnvelope.Sign(Statement.PayloadType, CanonicalJson.Serialize(ToJson()), key));
    }

    /// <summary>Reads what was signed, whoever signed it.</summary>
    public static bool TryReadUnverified(DsseEnvelope envelope, [NotNullWhen(true)] out AuditVote? vote)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        vote = null;
        if (envelope.PayloadType != Statement.PayloadType || envelope.Payload.Length > MaximumBytes
            || !JsonReader.TryRead(envelope.Payload.Span, out JsonValue? json) || PayloadReader.HoldsNumber(json)
            || !envelope.Payload.Span.SequenceEqual(CanonicalJson.Serialize(json)))
            return false;
        vote = Read(json);
        return vote is not null;
    }

    private static AuditVote? Read(JsonValue json)
    {
        if (!Is(json, "_type", StatementType) || !Is(json, "predicateType", PredicateType) || !json.TryGet("predicate", out JsonValue? predicate)
            || ReadSubject(json) is not ReceiptId receipt || ReadAuditor(predicate) is not Digest auditor
            || !predicate.TryGetString("timeCreated", out string? timeText) || !AuditTime.TryParse(timeText, out DateTime time)
            || !predicate.TryGet("finding", out JsonValue? finding) || !finding.TryGetString("code", out string? code) || !TextForm.IsLabel(code))
            return null;
        string[] properties = code == Confirmed ? [Property] : [];
        bool saysSo = predicate.TryGet("properties", out JsonValue? list) && list.Kind == JsonKind.Array
            && list.Items.Select(static item => item.Kind == JsonKind.String ? item.Text : "").SequenceEqual(properties);
        return saysSo ? new AuditVote(receipt, auditor, time, code) : null;
    }

    private static ReceiptId? ReadSubject(JsonValue json) =>
        json.TryGet("subject", out JsonValue? list) && list.Kind == JsonKind.Array && list.Items is [JsonValue subject] && Is(subject, "name", "receipt")
            && subject.TryGet("digest", out JsonValue? digest) && digest.TryGetString("sha256", out string? text) && ReceiptId.TryParse(text, out ReceiptId id)
            ? id
            : null;

    private static Digest? ReadAuditor(JsonValue predicate) =>
        predicate.TryGet("verifier", out JsonValue? verifier) && verifier.TryGetString("id", out string? id)
            && id.StartsWith(VerifierPrefix, StringComparison.Ordinal) && Digest.TryParse(id[VerifierPrefix.Length..], out Digest auditor)
            ? auditor
            : null;

    private JsonValue ToJson() => JsonValue.Object(
        ("_type", JsonValue.String(StatementType)),
        ("subject", JsonValue.Array(JsonValue.Object(
            ("name", JsonValue.String("receipt")),
            ("digest", JsonValue.Object(("sha256", JsonValue.String(Receipt.ToString()))))))),
        ("predicateType", JsonValue.String(PredicateType)),
        ("predicate", JsonValue.Object(
            ("verifier", JsonValue.Object(("id", JsonValue.String(VerifierPrefix + Auditor)))),
            ("timeCreated", JsonValue.String(AuditTime.Format(TimeCreated))),
            ("properties", JsonValue.Array(Code == Confirmed ? [JsonValue.String(Property)] : [])),
            ("finding", JsonValue.Object(("code", JsonValue.String(Code)))))));

    private static bool Is(JsonValue json, string name, string expected) => json.TryGetString(name, out string? text) && text == expected;
}
