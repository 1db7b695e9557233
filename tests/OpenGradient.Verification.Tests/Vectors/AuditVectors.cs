using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Votes of auditors: honest, doubled, contradicting, and put into their mouths.</summary>
internal static class AuditVectors
{
    public static readonly P256PrivateKey First = TestKeys.Derive("audit-1 test key: first auditor");
    public static readonly P256PrivateKey Second = TestKeys.Derive("audit-1 test key: second auditor");
    private static readonly DateTime Time = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    public static IEnumerable<VectorCase> Cases() => Counted().Concat(Forged());

    private static IEnumerable<VectorCase> Counted()
    {
        Bundle chat = Sample.Chat();
        string one = Policy("1");
        string two = Policy("2");
        yield return new("accept-audit", "A listed auditor confirms it.", With(chat, Vote(chat, First)), "audit:ok", one);
        yield return new("accept-audit-two", "Two listed auditors confirm it; one that nobody lists does not matter.", With(chat, Vote(chat, First), Vote(chat, Second), Vote(chat, TestKeys.Derive("audit-1 test key: an auditor that nobody lists"), "output-mismatch")), "audit:ok", two);
        yield return new("accept-audit-or-proof", "An audit is one of two alternatives.", With(chat, Vote(chat, First)), "policy:ok", $$"""{"anyOf":[["proof"],["audit"]],"auditors":["{{First.PublicKey.KeyId}}"]}""");
        yield return new("accept-audit-not-asked-for", "Votes, and a policy that asks for none.", With(chat, Vote(chat, First)), "audit:auditor-not-trusted");
        yield return new("accept-audit-abstention", "An abstention is no vote against.", With(chat, Vote(chat, First), Vote(chat, Second, "model-missing")), "audit:ok", one);
        yield return new("audit-list-alone", "A list of auditors asks for their votes.", chat, "policy:ok", $$"""{"auditors":["{{First.PublicKey.KeyId}}"]}""");
        yield return new("audit-missing", "An audit is asked for, and nobody voted.", chat, "policy:ok", one);
        yield return new("audit-unlisted", "Nobody listed voted.", With(chat, Vote(chat, Second)), "audit:auditor-not-trusted", $$"""{"require":["audit"],"auditors":["{{First.PublicKey.KeyId}}"]}""");
        yield return new("audit-twice", "One auditor that votes twice counts once.", With(chat, Vote(chat, First), Vote(chat, First)), "audit:audit-quorum-not-met", two);
        yield return new("audit-against", "One listed auditor contradicts another.", With(chat, Vote(chat, First), Vote(chat, Second, "output-mismatch")), "audit:audit-contradicted", one);
        yield return new("audit-against-alone", "A vote against is held against the receipt, whatever is required.", With(chat, Vote(chat, Second, "trace-mismatch")), "audit:audit-contradicted", $$"""{"auditors":["{{Second.PublicKey.KeyId}}"]}""");
    }

    private static IEnumerable<VectorCase> Forged()
    {
        Bundle chat = Sample.Chat();
        Evidence vote = Vote(chat, First);
        string policy = Policy("1");
        yield return new("audit-other-receipt", "The vote on another receipt.", With(chat, Vote(Sample.Tensor(), First)), "audit:audit-vote-subject", policy);
        yield return new("audit-forged", "Another key signed in the auditor's name.", With(chat, Edit(vote, "spki", Convert.ToBase64String(Second.PublicKey.Spki))), "audit:audit-vote-malformed", policy);
        yield return new("audit-changed", "A vote against, changed into one for.", With(chat, Replace(Vote(chat, First, "output-mismatch"), vote)), "audit:audit-vote-signature", policy);
        yield return new("audit-unsigned", "A vote without a signature.", With(chat, Edit(vote, "dsse/signatures", JsonValue.Array())), "audit:audit-vote-signature", policy);
        yield return new("audit-no-key", "A vote without its key.", With(chat, Edit(vote, "spki", "")), "audit:audit-vote-malformed", policy);
        foreach ((string name, string why, string from, string to) in PayloadFaults)
            yield return new($"audit-{name}", why, With(chat, Signed(Rewrite(vote, from, to))), "audit:audit-vote-malformed", policy);
    }

    private static readonly (string Name, string Why, string From, string To)[] PayloadFaults =
    [
        ("says-both", "A finding against, under the property of a vote for.", "\"code\":\"ok\"", "\"code\":\"output-mismatch\""),
        ("says-nothing", "A finding for, without the property.", "[\"OG_REEXECUTED_BIT_EXACT\"]", "[]"),
        ("unknown-code", "A finding that no version knows.", "\"code\":\"ok\"", "\"code\":\"fine\""),
        ("no-such-day", "A day that no calendar has.", "2026-11-30T", "2026-02-30T"),
        ("not-canonical", "White space in what is signed.", "{\"_type\"", "{ \"_type\""),
        ("number", "A number in what is signed.", "\"2026-11-30T12:00:00Z\"", "20261130"),
        ("two-subjects", "Two subjects under one vote.", "\"subject\":[", "\"subject\":[{\"digest\":{},\"name\":\"receipt\"},"),
    ];

    private static string Policy(string quorum) =>
        $$"""{"require":["signature","log","audit"],"auditors":["{{First.PublicKey.KeyId}}","{{Second.PublicKey.KeyId}}"],"auditQuorum":"{{quorum}}"}""";

    private static Bundle With(Bundle bundle, params Evidence[] votes) => bundle with { Evidence = [.. bundle.Evidence, .. votes] };

    public static Evidence Vote(Bundle bundle, P256PrivateKey key, string code = AuditVote.Confirmed) =>
        new AuditVote(new ReceiptId(Digest.Sha256(bundle.Dsse.Payload.Span)), key.PublicKey.KeyId, Time, code).Sign(key);

    private static Evidence Edit(Evidence evidence, string path, JsonValue value) => evidence with { Json = JsonEdit.Replace(evidence.Json, path, value) };

    private static Evidence Edit(Evidence evidence, string path, string value) => Edit(evidence, path, JsonValue.String(value));

    /// <summary>The signature of one vote over the payload of another.</summary>
    private static Evidence Replace(Evidence signed, Evidence payload) => Edit(signed, "dsse/payload", JsonEdit.Get(payload.Json, "dsse/payload"));

    private static byte[] Rewrite(Evidence vote, string from, string to)
    {
        string payload = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(JsonEdit.Get(vote.Json, "dsse/payload").Text));
        Assert.Contains(from, payload, StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetBytes(payload.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>What the auditor itself signs, however odd.</summary>
    private static Evidence Signed(byte[] payload)
    {
        byte[] signature = First.Sign(DsseEnvelope.PreAuthenticationEncoding(Statement.PayloadType, payload));
        DsseEnvelope envelope = new(Statement.PayloadType, payload, [new(First.PublicKey.KeyId.ToString(), Convert.ToBase64String(signature))]);
        return new Evidence(AuditVote.EvidenceType, JsonValue.Object(
            ("type", JsonValue.String(AuditVote.EvidenceType)),
            ("spki", JsonValue.String(Convert.ToBase64String(First.PublicKey.Spki))),
            ("dsse", envelope.ToJson())));
    }
}
