using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;

namespace OpenGradient.Verification.Tests;

/// <summary>One receipt with a proof and two votes, and what a policy makes of some of them: "proven, or two auditors".</summary>
internal static class ProvenVectors
{
    public const string File = "spec/receipt-1/proven.json";

    // The evidence of the bundle, by its place.
    private static readonly int[] Neither = [0, 1], Proof = [0, 1, 2], Audited = [0, 1, 3, 4], Both = [0, 1, 2, 3, 4], ProofAndOne = [0, 1, 2, 3];

    /// <summary>The bundle: issuer's key, log proof, proof, two votes.</summary>
    public static Bundle Bundle()
    {
        Bundle proven = ProvenSample.Instance.Honest();
        return proven with { Evidence = [.. proven.Evidence, AuditVectors.Vote(proven, AuditVectors.First), AuditVectors.Vote(proven, AuditVectors.Second)] };
    }

    public static IEnumerable<ProvenCase> Cases(Digest key)
    {
        string policy = Policy(key.ToString());
        string foreign = Policy(TestKeys.DigestOf("the weights of another").ToString());
        yield return new("accept-proof", "Proven, and nobody voted.", Proof, policy);
        yield return new("accept-auditors", "Two auditors, and no proof.", Audited, policy);
        yield return new("accept-both", "Proven, and two auditors.", Both, policy);
        yield return new("accept-foreign-key-and-auditors", "Two auditors; that a proof about other weights is there, too, is not held against it.", Both, foreign);
        yield return new("neither", "Signed and logged, which is not enough for this amount.", Neither, policy, "alternatives-not-met");
        yield return new("foreign-key", "Proven about weights that nobody lists.", Proof, foreign, "alternatives-not-met");
        yield return new("foreign-key-and-one-auditor", "Half of the one and a false half of the other.", ProofAndOne, foreign, "alternatives-not-met");
        yield return new("accept-chat", "Talk needs neither.", Neither, policy) { Purpose = "chat" };
        yield return new("accept-chat-with-a-foreign-key", "Nobody asks talk for a proof.", Proof, foreign) { Purpose = "chat" };
        yield return new("accept-small", "A small amount needs neither.", Neither, policy) { Amount = "100" };
        yield return new("required", "A rule that requires a proof, and none is there.", Audited, policy) { Purpose = "prove" };
        yield return new("required-foreign-key", "It is there, about other weights.", Both, foreign, "proof-key-not-trusted") { Purpose = "prove" };
        yield return new("own-list", "A list that stands in the rule asks for a proof.", Audited, $$"""{"rules":[{"for":"transfer","proofKeys":["{{key}}"]}]}""");
        yield return new("unknown-key", "No list, and nobody made the key again: the weights are whose?", Proof, """{"anyOf":[["proof"],["audit"]]}""", "alternatives-not-met");
        yield return new("required-unknown-key", "The same, where a proof is required.", Proof, """{"require":["signature","log","proof"]}""", "proof-key-not-known");
    }

    /// <summary>The bundle with some of its evidence.</summary>
    public static Bundle Keep(Bundle bundle, IEnumerable<int> places) => bundle with { Evidence = [.. places.Select(place => bundle.Evidence[place])] };

    /// <summary>What a verifier that does not check proofs reports: what it would without the proof, and a row that says so.</summary>
    public static VerificationReport Unchecked(Bundle bundle, Policy policy, Purpose purpose)
    {
        VerificationReport report = BundleVerifier.Verify((bundle with { Evidence = bundle.Evidence.RemoveAll(static one => one.Type == ProofEvidence.Type) }).ToBytes(), policy, Sample.Now, purpose: purpose);
        if (bundle.Evidence.All(static one => one.Type != ProofEvidence.Type))
            return report;
        ReportRow row = new(RowKind.Proof, VerificationCode.ProofUnsupported, "");
        return report with { Rows = [.. report.Rows.Append(row).OrderBy(static one => one.Kind)] };
    }

    public static void Write()
    {
        Bundle bundle = Bundle();
        string[] cases = [.. Cases(ProvenSample.Instance.Proof.File.KeyId).Select(one => Text(bundle, one))];
        System.IO.File.WriteAllText(Path.Combine(Repository.Root, File), $$"""
            {
              "now": "{{Sample.Now}}",
              "cases": [
                {{string.Join(",\n    ", cases)}}
              ],
              "bundle": {{Encoding.UTF8.GetString(bundle.ToBytes())}}
            }

            """);
    }

    private static string Text(Bundle whole, ProvenCase one)
    {
        Bundle bundle = Keep(whole, one.Keep);
        Policy policy = Sample.ParsePolicy(one.Policy);
        Purpose purpose = Sample.ParsePurpose(one.Purpose, one.Amount);
        VerificationReport report = BundleVerifier.Verify(bundle.ToBytes(), policy, Sample.Now, purpose: purpose);
        Assert.Equal(one.Expected, report.Row(RowKind.Policy)!.Code.WireName());
        Assert.Equal(one.Name.StartsWith("accept-", StringComparison.Ordinal), report.Accepted);
        return $$"""{ "name": "{{one.Name}}", "why": "{{one.Why}}", "keep": [{{string.Join(", ", one.Keep.Select(static place => $"\"{place}\""))}}], "policy": {{one.Policy}}, "purpose": "{{one.Purpose}}", "amount": "{{one.Amount}}", "report": {{Json(report)}}, "unchecked": {{Json(Unchecked(bundle, policy, purpose))}} }""";
    }

    private static string Json(VerificationReport report) => Encoding.UTF8.GetString(CanonicalJson.Serialize(VectorFile.WithoutReasons(report)));

    private static string Policy(string key) =>
        $$"""{"auditors":["{{AuditVectors.First.PublicKey.KeyId}}","{{AuditVectors.Second.PublicKey.KeyId}}"],"auditQuorum":"2","proofKeys":["{{key}}"],"rules":[{"for":"chat"},{"for":"transfer","upTo":"100"},{"for":"transfer","above":"100","anyOf":[["proof"],["audit"]]},{"for":"prove","require":["signature","log","proof"]}]}""";
}
