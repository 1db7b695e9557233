using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Policies;
using OpenGradient.Primitives;
using OpenGradient.Tests;
using OpenGradient.Verification;
using JsonValue = OpenGradient.Primitives.JsonValue;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary><c>og policy</c>, and policies in YAML.</summary>
public sealed class PolicyTests
{
    private const string Yaml = """
        # what an agent may act on
        maxAgeSeconds: 600
        rules:
          - for: chat
          - for: transfer
            upTo: 100
            require: [signature, log, output]
          - { for: transfer, upTo: "5000.50", anyOf: [[proof], [re-execution]] }
        """;

    [Fact]
    public void ToJson_Yaml_IsThePolicyItLooksLike()
    {
        Assert.True(Policy.TryParse(PolicyYaml.ToJson(Encoding.UTF8.GetBytes(Yaml), "policy.yaml"), out Policy? policy, out _));

        Assert.Equal(600, policy.MaxAgeSeconds);
        Assert.Equal(["chat", "transfer", "transfer"], policy.Rules.Select(static rule => rule.For));
        Assert.Equal("5000.5", policy.Rules[2].UpTo.ToString());
    }

    [Theory]
    [InlineData("a: &x 1\nb: *x\n")]
    [InlineData("require: !!set {log}\n")]
    [InlineData("nonce: \"00\"\nnonce: \"01\"\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    [InlineData("? [a]\n: 1\n")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]\n")]
    [InlineData("require: [log\n")]
    [InlineData("")]
    public void ToJson_YamlThatCouldSurprise_IsRefusedWithItsPlace(string yaml)
    {
        var refused = Assert.Throws<InvalidInputException>(() => PolicyYaml.ToJson(Encoding.UTF8.GetBytes(yaml), "policy.yaml"));

        Assert.Contains("line", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policy_CheckExplainAndVerify_TellOneStory()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("og-policy-");
        string policy = Path.Combine(folder.FullName, "policy.yaml");
        File.WriteAllText(policy, Yaml);
        string bundle = Path.Combine(folder.FullName, "bundle.json");
        File.WriteAllBytes(bundle, PublishedBundle("accept-chat"));

        Og.Run("policy", "check", policy).Expect(0);
        string explained = Og.Run("policy", "explain", bundle, "--policy", policy, "--for", "transfer", "--amount", "250").Expect(2);
        string unnamed = Og.Run("policy", "explain", bundle, "--policy", policy).Expect(2);
        string verified = Og.Run("verify", bundle, "--policy", policy, "--for", "chat").Expect(2);
        OgResult mistake = Og.Run("verify", bundle, "--policy", policy, "--for", "transfer", "--amount", "1e3");

        Assert.Contains("not met  proof, or re-execution", explained, StringComparison.Ordinal);
        Assert.Contains("rules[2] of 3", explained, StringComparison.Ordinal);
        Assert.StartsWith("not met  a rule for an unnamed purpose\n         found: None of 3 rules is for it.\n", unnamed, StringComparison.Ordinal);
        Assert.Contains("too-old", verified, StringComparison.Ordinal);
        Assert.Equal(1, mistake.ExitCode);
        Assert.Contains("--amount", mistake.Errors, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("""{"auditors":["KEY"],"issuers":["KEY"],"rules":[{"for":"chat"}]}""", "auditors: outside of the rules it says who is believed, and no rule asks for audit")]
    [InlineData("""{"proofKeys":["KEY"],"issuers":["KEY"],"rules":[{"for":"chat"},{"for":"act","anyOf":[["witnesses"]]}]}""", "proofKeys: outside")]
    [InlineData("""{"auditors":["KEY"],"auditQuorum":"2","require":["audit"]}""", "nothing can meet that")]
    [InlineData("""{"require":["proof"]}""", "no proofKeys")]
    [InlineData("""{"auditors":["KEY"],"rules":[{"for":"pay","anyOf":[["proof"],["audit"]]}]}""", "rules[0] (for pay): a proof is asked for")]
    [InlineData("""{}""", "the policy: nobody who is listed is asked")]
    [InlineData("""{"issuers":["KEY"],"rules":[{"for":"read","require":["input"]}]}""", "issuers: outside")]
    [InlineData("""{"rules":[{"for":"chat","issuers":["KEY"]},{"for":"pay","anyOf":[["audit"],["output"]]}]}""", "rules[1] (for pay): nobody who is listed is asked")]
    [InlineData("""{"issuers":["KEY"],"rules":[{"for":"chat"},{"for":"pay","require":["log","output"]}]}""", "rules[1] (for pay): nobody who is listed is asked")]
    [InlineData("""{"auditors":["KEY"],"rules":[{"for":"chat","require":[]},{"for":"pay","anyOf":[["audit"]]}]}""", null)]
    [InlineData("""{"auditors":["KEY"]}""", null)]
    [InlineData("""{"issuers":["KEY"],"proofKeys":["KEY"],"auditors":["KEY"],"rules":[{"for":"chat"},{"for":"pay","anyOf":[["proof"],["audit"]]}]}""", null)]
    [InlineData("""{"logs":["KEY"],"require":["signature"]}""", null)]
    public void Of_PolicyThatSaysWhatItDoesNotDo_Warns(string json, string? expected)
    {
        string text = json.Replace("KEY", new string('a', 64), StringComparison.Ordinal);
        Assert.True(Policy.TryParse(Encoding.UTF8.GetBytes(text), out Policy? policy, out string fault), fault);

        string warnings = string.Join('\n', PolicyWarnings.Of(policy));

        if (expected is null)
            Assert.Empty(warnings);
        else
            Assert.Contains(expected, warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_AuditorsThatNobodyAsks_WarnsBesideTheJson()
    {
        string policy = Path.GetTempFileName();
        File.WriteAllText(policy, $$"""{"auditors":["{{new string('a', 64)}}"],"rules":[{"for":"chat"}]}""");

        OgResult checkedPolicy = Og.Run("policy", "check", policy);

        Assert.Equal(0, checkedPolicy.ExitCode);
        Assert.Contains("warning: auditors", checkedPolicy.Errors, StringComparison.Ordinal);
        Assert.StartsWith("{", checkedPolicy.Output, StringComparison.Ordinal);
        File.Delete(policy);
    }

    /// <summary>"Chat: signed and logged; transfers over 100: proven, or two auditors", of the published bundle: what `og` says of it.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("accept-proof", "proof: ")]
    [InlineData("accept-auditors", "audit: 2 of the auditors")]
    [InlineData("accept-foreign-key-and-auditors", "proof-key-not-trusted")]
    [InlineData("neither", "Or: Ask an auditor that the policy lists")]
    [InlineData("foreign-key", "og model commit makes the same key")]
    [InlineData("accept-chat", "rules[0] of 4")]
    [InlineData("required-foreign-key", "not met  the proof key is listed in proofKeys")]
    public void Explain_ProvenOrTwoAuditors_SaysWhatCounts(string name, string expected)
    {
        JsonObject published = JsonNode.Parse(File.ReadAllText(Repository.PathOf("spec/receipt-1/proven.json")))!.AsObject();
        JsonNode one = published["cases"]!.AsArray().Single(one => (string)one!["name"]! == name)!;
        JsonNode bundle = published["bundle"]!;
        JsonNode[] evidence = [.. one["keep"]!.AsArray().Select(place => bundle["evidence"]![int.Parse((string)place!, CultureInfo.InvariantCulture)]!.DeepClone())];
        bundle["evidence"] = new JsonArray(evidence);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("og-policy-");
        (string bundleFile, string policyFile) = (Path.Combine(folder.FullName, "bundle.json"), Path.Combine(folder.FullName, "policy.json"));
        File.WriteAllText(bundleFile, bundle.ToJsonString());
        File.WriteAllText(policyFile, one["policy"]!.ToJsonString());

        string explained = Og.Run("policy", "explain", bundleFile, "--policy", policyFile, "--for", (string)one["purpose"]!, "--amount", (string)one["amount"]!).Expect((int)one["report"]!["exitCode"]!);

        Assert.Contains(expected, explained, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Claims_Page_IsTheTable() => Assert.Equal(File.ReadAllText(Repository.PathOf("docs/claims.md")), Og.Run("policy", "claims").Expect(0));

    private static byte[] PublishedBundle(string name)
    {
        byte[] vector = File.ReadAllBytes(Repository.PathOf($"spec/receipt-1/vectors/{name}.json"));
        return JsonReader.TryRead(vector, out JsonValue? json) && json.TryGetString("bundle", out string? bundle) ? Convert.FromBase64String(bundle) : [];
    }
}
