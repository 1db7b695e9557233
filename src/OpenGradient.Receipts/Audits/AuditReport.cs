using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OpenGradient.Primitives;

namespace OpenGradient.Receipts;

/// <summary>What an auditor did with a span of a log, signed (audit-1 §4).</summary>
/// <param name="Log">The key digest of the log.</param>
/// <param name="Sample">Which entries were drawn.</param>
/// <param name="Draw">The key that drew them.</param>
/// <param name="TimeCreated">When, by the auditor's clock; to the second, in UTC.</param>
/// <param name="Findings">What came out of each, ascending.</param>
/// <remarks>
/// Establishes, once read, that the auditor says this, and that the sample is the one that chance drew.
/// Does not establish that the log holds these receipts at these places: whoever has the log compares.
/// </remarks>
public sealed record AuditReport(Digest Log, AuditSample Sample, DrawKey Draw, DateTime TimeCreated, ImmutableArray<AuditEntry> Findings)
{
    /// <summary>What the file is.</summary>
    public const string MediaType = "application/vnd.opengradient.audit-report.v1+json";

    /// <summary>The most bytes that a report may have.</summary>
    public const int MaximumBytes = 64 * 1024 * 1024;

    /// <summary>The report as a file, signed.</summary>
    public byte[] Sign(P256PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        DsseEnvelope envelope = DsseEnvelope.Sign(MediaType, CanonicalJson.Serialize(ToJson()), key);
        return CanonicalJson.Serialize(JsonValue.Object(
            ("mediaType", JsonValue.String(MediaType)),
            ("spki", JsonValue.String(Convert.ToBase64String(key.PublicKey.Spki))),
            ("dsse", envelope.ToJson())));
    }

    /// <summary>Reads a report, checks its signature, and draws its sample again.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="report">The report.</param>
    /// <param name="auditor">The key id of who signed it.</param>
    /// <param name="fault">What is wrong, in words for people.</param>
    public static bool TryOpen(ReadOnlySpan<byte> file, [NotNullWhen(true)] out AuditReport? report, out Digest auditor, out string fault)
    {
        report = null;
        auditor = default;
        fault = "the file is no audit report";
        if (file.Length > MaximumBytes || JsonMarks.Count(file) > JsonMarks.MostInEvidence || !JsonReader.TryRead(file, out JsonValue? json) || !json.TryGetString("mediaType", out string? type) || type != MediaType
            || !json.TryGetString("spki", out string? spkiText) || !CanonicalBase64.TryDecode(spkiText, out byte[] spki) || !P256PublicKey.TryParse(spki, out P256PublicKey? key)
            || !json.TryGet("dsse", out JsonValue? dsse) || !DsseEnvelope.TryRead(dsse, out DsseEnvelope? envelope) || envelope.PayloadType != MediaType)
            return false;
        auditor = key.KeyId;
        fault = "it has no signature by the key that it brings along";
        if (!envelope.IsSignedBy(key))
            return false;
        fault = "what is signed is not as audit-1 section 4 has it";
        if (!JsonReader.TryRead(envelope.Payload.Span, out JsonValue? payload) || PayloadReader.HoldsNumber(payload)
            || !envelope.Payload.Span.SequenceEqual(CanonicalJson.Serialize(payload)) || ReadFields(payload) is not { } fields)
            return false;
        fault = "the proof is not the draw key's for this span";
        if (AuditSample.Check(fields.Span, fields.Rate, fields.Draw, fields.Proof) is not { } sample)
            return false;
        fault = "the findings are not those of the sample that the proof draws";
        if (!sample.Indices().SequenceEqual(fields.Findings.Select(static finding => finding.Index)))
            return false;
        report = new AuditReport(fields.Log, sample, fields.Draw, fields.Time, fields.Findings);
        fault = "";
        return true;
    }

    private JsonValue ToJson() => JsonValue.Object(
        ("log", JsonValue.String(Log.ToString())),
        ("from", Number(Sample.Span.From)),
        ("to", Number(Sample.Span.To)),
        ("root", JsonValue.String(Sample.Span.Root.ToString())),
        ("rate", Number((ulong)Sample.Rate)),
        ("draw", JsonValue.String(Convert.ToHexStringLower(Draw.Modulus))),
        ("proof", JsonValue.String(Convert.ToHexStringLower(Sample.Proof.Span))),
        ("timeCreated", JsonValue.String(AuditTime.Format(TimeCreated))),
        ("findings", JsonValue.Array([.. Findings.Select(ToJson)])));

    private static JsonValue ToJson(AuditEntry finding)
    {
        List<(string, JsonValue)> members =
        [
            ("index", Number(finding.Index)),
            ("receipt", JsonValue.String(finding.Receipt.ToString())),
            ("code", JsonValue.String(finding.Code)),
        ];
        if (finding.Dispute is { } dispute)
            members.Add(("dispute", JsonValue.String(dispute)));
        return JsonValue.Object([.. members]);
    }

    private static JsonValue Number(ulong number) => JsonValue.String(number.ToString(CultureInfo.InvariantCulture));

    private sealed record Fields(Digest Log, AuditSpan Span, long Rate, DrawKey Draw, byte[] Proof, DateTime Time, ImmutableArray<AuditEntry> Findings);

    private static Fields? ReadFields(JsonValue json) =>
        ReadDigest(json, "log") is { } log && ReadDigest(json, "root") is { } root
            && ReadCount(json, "from") is { } from && ReadCount(json, "to") is { } to && from <= to && to - from <= AuditSpan.MostEntries && ReadCount(json, "rate") is { } rate
            && ReadHex(json, "draw") is { } modulus && DrawKey.TryParse(modulus, out DrawKey? draw) && ReadHex(json, "proof") is { } proof
            && json.TryGetString("timeCreated", out string? timeText) && AuditTime.TryParse(timeText, out DateTime time)
            && ReadFindings(json) is { } findings
            ? new Fields(log, new AuditSpan((ulong)from, (ulong)to, root), rate, draw, proof, time, findings)
            : null;

    private static ImmutableArray<AuditEntry>? ReadFindings(JsonValue json)
    {
        if (!json.TryGet("findings", out JsonValue? list) || list.Kind != JsonKind.Array)
            return null;
        var findings = ImmutableArray.CreateBuilder<AuditEntry>(list.Items.Length);
        foreach (JsonValue item in list.Items)
        {
            if (ReadCount(item, "index") is not { } index || ReadDigest(item, "receipt") is not { } receipt || !item.TryGetString("code", out string? code) || !TextForm.IsLabel(code)
                || !TryReadDispute(item, out string? dispute))
                return null;
            findings.Add(new AuditEntry((ulong)index, new ReceiptId(receipt), code) { Dispute = dispute });
        }

        return findings.MoveToImmutable();
    }

    private static bool TryReadDispute(JsonValue item, out string? dispute)
    {
        dispute = null;
        return !item.TryGet("dispute", out _) || (item.TryGetString("dispute", out dispute) && AuditEntry.IsOutcome(dispute));
    }

    private static Digest? ReadDigest(JsonValue json, string name) =>
        json.TryGetString(name, out string? text) && Digest.TryParse(text, out Digest digest) ? digest : null;

    private static long? ReadCount(JsonValue json, string name) =>
        json.TryGetString(name, out string? text) && TextForm.TryReadCount(text, out long count) ? count : null;

    private static byte[]? ReadHex(JsonValue json, string name) =>
        json.TryGetString(name, out string? text) && TextForm.IsHex(text, DrawKey.Bytes, DrawKey.Bytes) ? Convert.FromHexString(text) : null;
}
