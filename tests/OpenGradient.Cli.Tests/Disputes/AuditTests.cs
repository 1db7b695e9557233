using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary><c>og audit</c>: an auditor who draws a sample of a node's log, votes, and catches who signs what did not happen.</summary>
[Trait("Category", "Slow")]
public sealed class AuditTests(RunningNode node, StoryFixture story) : IClassFixture<RunningNode>, IClassFixture<StoryFixture>
{
    private string Auditor => node.PathOf("auditor");

    [Fact]
    public void Run_HonestNode_VotesThatAPolicyTakesAndAReportThatChecks()
    {
        for (int i = 0; i < 3; i++)
            node.Ask("run", "price-risk", "--input", "models/price-risk/sample-input.json").Expect(0);
        string folder = node.PathOf("audit");

        string told = node.Ask("audit", "run", "--rate", "1", "--auditor", Auditor, "-o", folder, "--models", Og.Models).Expect(0);

        Assert.Contains("3 drawn, 3 confirmed", told, StringComparison.Ordinal);
        Assert.Contains("right: auditor", node.Ask("audit", "check", Path.Combine(folder, "report-0-3.json")).Expect(0), StringComparison.Ordinal);
        string audited = Directory.GetFiles(folder).First(static file => !Path.GetFileName(file).StartsWith("report-", StringComparison.Ordinal));
        string verdict = Og.Run("verify", audited, "--policy", PolicyFor(KeyIdOf(Auditor))).Expect(0);
        Assert.Contains("Auditors that the policy lists (1) signed", verdict, StringComparison.Ordinal);
        Og.Run("verify", audited, "--policy", PolicyFor(new string('0', 64))).Expect(3);

        // The next audit goes on where this one ended; another span, another sample.
        node.Ask("run", "price-risk", "--input", "models/price-risk/sample-input.json").Expect(0);
        Assert.Contains("entries 3 to 4", node.Ask("audit", "run", "--rate", "1", "--auditor", Auditor, "-o", folder, "--models", Og.Models).Expect(0), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "report-3-4.json")));
        File.WriteAllText(Path.Combine(folder, "changed.json"), Damage(File.ReadAllText(Path.Combine(folder, "report-0-3.json"))));
        Assert.Contains("not right: it has no signature", node.Ask("audit", "check", Path.Combine(folder, "changed.json")).Expect(2), StringComparison.Ordinal);
    }

    /// <summary>What a drawn node does not want to show is a finding, not the end of the audit.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_NodeThatTakesTheSignaturesOffOrIsSilent_IsReportedAsNotAvailable(bool isSilent)
    {
        using RunningNode own = new(); // the other test counts the entries of the shared one
        own.Ask("run", "price-risk", "--input", "models/price-risk/sample-input.json").Expect(0);
        using UnsigningNode liar = new(own.Address) { IsSilent = isSilent };

        OgResult audit = Og.Run(
            "audit", "run", "--rate", "1", "--from", "0", "--patience", "5", "--auditor", own.PathOf("auditor-3"), "-o", own.PathOf("unsigned"), "--models", Og.Models, "--node", liar.Address);

        audit.Expect(3);
        Assert.Contains("not-available", audit.Output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(own.PathOf("unsigned"), "report-0-*.json"));
    }

    [Fact]
    public void Vote_ReceiptOfALiar_IsAgainstAndTheBundleIsRefused()
    {
        byte[] lie = LyingIssuer.Sign(story, story.PriceRisk, static content => content, static leaves => leaves, static leaves => [leaves[0] with { Content = Flip(leaves[0].Content) }]);
        string bundle = story.PathOf("lie.json");
        string audited = story.PathOf("lie-audited.json");
        File.WriteAllBytes(bundle, lie);

        OgResult vote = Og.Run("audit", "vote", bundle, "-o", audited, "--auditor", story.PathOf("auditor"), "--models", Og.Models);

        vote.Expect(2);
        Assert.Contains("output-mismatch", vote.Errors, StringComparison.Ordinal);
        string verdict = Og.Run("verify", audited, "--json", "--policy", PolicyFor(KeyIdOf(story.PathOf("auditor")))).Expect(2);
        Assert.Contains("audit-contradicted", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Vote_WhatIsNotDisclosed_IsAnAbstention()
    {
        Assert.True(Bundle.TryParse(File.ReadAllBytes(story.PriceRisk), out Bundle? bundle, out _));
        string hidden = story.PathOf("hidden.json");
        File.WriteAllBytes(hidden, (bundle with { Disclosures = [] }).ToBytes());

        OgResult vote = Og.Run("audit", "vote", hidden, "-o", story.PathOf("hidden-audited.json"), "--auditor", story.PathOf("auditor"), "--models", Og.Models);

        vote.Expect(3);
        Assert.Contains("input-not-disclosed", vote.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "--rate", "0.05" }, "probability 0.05", "more than 19")]
    [InlineData(new[] { "--rate", "0.5", "--auditors", "2", "--gain", "30" }, "probability 0.75", "more than 10")]
    public void Odds_KnownNumbers_AreThose(string[] options, string probability, string stake)
    {
        string odds = Og.Run(["audit", "odds", .. options]).Expect(0);

        Assert.Contains(probability, odds, StringComparison.Ordinal);
        Assert.Contains(stake, odds, StringComparison.Ordinal);
    }

    private string PolicyFor(string auditor)
    {
        string path = story.PathOf($"policy-{auditor[..8]}.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { require = (string[])["signature", "audit"], auditors = (string[])[auditor] }));
        return path;
    }

    private static string KeyIdOf(string directory) => Og.Run("audit", "key", "--auditor", directory).Expect(0).Split('\n')[0]["auditor ".Length..];

    /// <summary>Changes one digit in the middle of what is signed.</summary>
    private static string Damage(string report)
    {
        int place = report.IndexOf("\"payload\":\"", StringComparison.Ordinal) + 100;
        return report[..place] + (report[place] == 'A' ? 'B' : 'A') + report[(place + 1)..];
    }

    private static byte[] Flip(ReadOnlyMemory<byte> content)
    {
        byte[] changed = content.ToArray();
        changed[^1] ^= 1;
        return changed;
    }
}
