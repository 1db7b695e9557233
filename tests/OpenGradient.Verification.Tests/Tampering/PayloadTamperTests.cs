using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>Every leaf of the payload, found by walking it, changed in every way: never accepted, and the report names what broke.</summary>
public sealed class PayloadTamperTests
{
    private const string Signature = "signature:signature-invalid";
    private const string Statement = "receipt:statement-malformed";
    private const string Subject = "receipt:subject-mismatch";
    private const string Type = "receipt:statement-type";

    private static readonly JsonValue Payload = JsonEdit.Parse(Receipt.Create(Sample.DrawnContent).Payload.Span);

    /// <summary>What names the break when a leaf is changed but keeps its form, and when its last character is cut off.</summary>
    private static readonly Dictionary<string, (string Changed, string Truncated)> Expected = new(StringComparer.Ordinal)
    {
        ["_type"] = (Type, Type),
        ["predicate/draw/choice"] = ("draw:draw-invalid", Statement),
        ["predicate/draw/key"] = ("draw:draw-key-malformed", Statement), // the changed number has a small factor
        ["predicate/draw/proof"] = ("draw:draw-invalid", Statement),
        ["predicate/execution/profile"] = (Statement, Statement),
        ["predicate/execution/semantics"] = (Signature, Signature),
        ["predicate/execution/spec"] = (Signature, Statement),
        ["predicate/input/leaves"] = (Signature, Statement),
        ["predicate/input/root"] = (Signature, Statement),
        ["predicate/input/scheme"] = (Statement, Statement),
        ["predicate/issuedAt"] = (Signature, Signature),
        ["predicate/issuer/key"] = ("signature:issuer-key-mismatch", Statement),
        ["predicate/issuer/name"] = (Signature, Signature),
        ["predicate/log/key"] = ("log:log-key-mismatch", Statement),
        ["predicate/log/origin"] = ("log:log-key-mismatch", "log:log-key-mismatch"),
        ["predicate/model/id"] = (Signature, Statement),
        ["predicate/model/name"] = (Signature, Signature),
        ["predicate/model/program"] = (Signature, Statement),
        ["predicate/nonce/client"] = (Signature, Statement),
        ["predicate/nonce/provider"] = (Signature, Statement),
        ["predicate/output/finish"] = (Statement, Statement),
        ["predicate/output/leaves"] = (Signature, Statement),
        ["predicate/output/root"] = (Subject, Statement),
        ["predicate/output/scheme"] = (Statement, Statement),
        ["predicate/sampling/frequencyPenalty"] = (Signature, Statement),
        ["predicate/sampling/logprobs"] = (Signature, Statement),
        ["predicate/sampling/maxTokens"] = (Signature, Signature),
        ["predicate/sampling/minP"] = (Signature, Signature),
        ["predicate/sampling/presencePenalty"] = (Signature, Statement),
        ["predicate/sampling/repetitionPenalty"] = (Signature, Signature),
        ["predicate/sampling/seed"] = (Signature, Signature),
        ["predicate/sampling/stop"] = (Signature, Statement),
        ["predicate/sampling/temperature"] = (Signature, Statement),
        ["predicate/sampling/topK"] = (Signature, Signature),
        ["predicate/sampling/topP"] = (Signature, Signature),
        ["predicate/startedAt"] = (Signature, Signature),
        ["predicate/trace/leaves"] = (Signature, Signature),
        ["predicate/trace/root"] = (Signature, Statement),
        ["predicate/trace/scheme"] = (Statement, Statement),
        ["predicate/usage/inputTokens"] = (Signature, Signature),
        ["predicate/usage/outputTokens"] = (Signature, Statement),
        ["predicateType"] = (Type, Type),
        ["subject/0/digest/ogCommit1"] = (Subject, Subject),
        ["subject/0/name"] = (Subject, Subject),
    };

    /// <summary>Without one of these a payload is still one, and not the one that was signed.</summary>
    private static readonly string[] Optional =
    [
        "predicate/sampling/frequencyPenalty", "predicate/sampling/logprobs", "predicate/sampling/minP",
        "predicate/sampling/presencePenalty", "predicate/sampling/repetitionPenalty",
    ];

    public static TheoryData<string> Paths() => [.. TextLeaves()];

    [Fact]
    public void Expected_Paths_AreExactlyTheLeavesOfAPayload() =>
        Assert.Equal(TextLeaves().Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_ChangedLeaf_NamesWhatBroke(string path)
    {
        AssertRefused(Mutation.Changed, path, Expected[path].Changed);
        AssertRefused(Mutation.Truncated, path, Expected[path].Truncated);
        AssertRefused(Mutation.Lengthened, path);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_LeafOfAnotherType_NamesWhatBroke(string path)
    {
        string expected = Expected[path].Changed is Type or Subject && !path.StartsWith("predicate/", StringComparison.Ordinal)
            ? Expected[path].Changed
            : Statement;
        foreach (Mutation mutation in Mutation.TypeChanges)
            AssertRefused(mutation, path, mutation == Mutation.Deleted && Optional.Contains(path) ? Signature : expected);
        AssertRefused(Mutation.MadeNumber, path, "receipt:payload-malformed");
        AssertRefused(Mutation.Duplicated, path, "receipt:payload-malformed");
    }

    [Fact]
    public void Verify_PartOfThePayloadDeleted_IsRefused()
    {
        foreach (string path in JsonEdit.Nodes(Payload))
            AssertRefused(Mutation.Deleted, path);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Verify_ChangedLeafSignedByAForger_FailsForWhoeverTrustsTheIssuer(string path)
    {
        JsonValue forgersKey = JsonValue.String(TestKeys.Forger.PublicKey.KeyId.ToString());
        JsonValue changed = JsonEdit.Replace(Mutation.Changed.Apply(Payload, path)!, "predicate/issuer/key", forgersKey);
        Policy policy = Policy.Default with { Issuers = [TestKeys.Issuer.PublicKey.KeyId] };

        VerificationReport report = Sample.SignRaw(CanonicalJson.Serialize(changed), TestKeys.Forger).Verify(policy);

        Assert.Equal(VerificationReport.ExitInvalid, report.ExitCode);
        Assert.True(report.Receipt is null || report.Row(RowKind.Policy)!.Code == VerificationCode.IssuerNotTrusted, path);
    }

    [Fact]
    public void Verify_EveryByteOfThePayloadFlipped_IsRefused()
    {
        Bundle honest = Sample.Chat();
        for (int at = 0; at < honest.Dsse.Payload.Length; at++)
        {
            byte[] payload = honest.Dsse.Payload.ToArray();
            payload[at] ^= 1;
            VerificationReport report = (honest with { Dsse = honest.Dsse with { Payload = payload } }).Verify();
            Assert.True(report.ExitCode == VerificationReport.ExitInvalid, $"byte {at}");
        }
    }

    private static void AssertRefused(Mutation mutation, string path, string? expected = null)
    {
        Bundle honest = Sample.Chat();
        byte[] payload = CanonicalJson.Serialize(mutation.Apply(Payload, path)!);

        VerificationReport report = (honest with { Dsse = honest.Dsse with { Payload = payload } }).Verify();

        Assert.Equal(VerificationReport.ExitInvalid, report.ExitCode);
        Assert.True(expected is null || report.Codes().Contains(expected), $"{path} {mutation}: {string.Join(' ', report.Codes())}, not {expected}");
    }

    /// <summary>All leaves but <c>crit</c>, an empty list, which has its vectors.</summary>
    private static ImmutableArray<string> TextLeaves() => JsonEdit.Leaves(Payload).Remove("predicate/crit");
}
