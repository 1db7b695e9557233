using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Execution.Disputes;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary>Disputes between an auditor and nodes: a liar is convicted before anybody, offline and without the model; who is honest is not.</summary>
[Trait("Category", "Slow")]
public sealed class FraudTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    private static readonly string[] PriceRisk = ["price-risk", "--input", "models/price-risk/sample-input.json"];

    /// <summary>The whole story: the auditor draws the lie, the node answers for it, and what that leaves behind is shown to a stranger.</summary>
    [Fact]
    public async Task Audit_NodeWithAnEditedOutput_LeavesAProofThatConvictsItWithoutNodeOrModel()
    {
        using PlantedNode liar = new();
        string auditor = liar.PathOf("auditor");
        string keyId = Og.Run("audit", "key", "--auditor", auditor).Expect(0).Split('\n')[0]["auditor ".Length..];
        string honest = "";
        liar.Run(node => honest = node.Ask("honest.json", PriceRisk));
        ReceiptSalts salts = ReceiptSalts.Generate();
        byte[] lie = LyingIssuer.Sign(liar.Data, honest, static content => content, static leaves => leaves, static leaves => [leaves[0] with { Content = Flip(leaves[0].Content) }], salts);
        string bundle = await liar.PlantAsync("lie.json", lie, salts, ReceiptKind.Tensor);
        string id = IdOf(lie);
        string folder = liar.PathOf("audit");
        string audited = liar.PathOf("fetched.json");

        liar.Run(
            node =>
            {
                OgResult audit = Og.Run("audit", "run", "--rate", "1", "--push", "--auditor", auditor, "-o", folder, "--models", Og.Models, "--node", node.Address);
                audit.Expect(2);
                Assert.Contains($"{id}  output-mismatch, dispute: convicted", audit.Output, StringComparison.Ordinal);
                Assert.Contains("right: auditor", Og.Run("audit", "check", Directory.GetFiles(folder, "report-*.json").Single(), "--node", node.Address).Expect(0), StringComparison.Ordinal);
                Og.Run("receipt", "get", id, "-o", audited, "--node", node.Address).Expect(0);
            },
            "--auditors", keyId);

        string proof = Path.Combine(folder, $"{id}.fraud.json");
        string verdict = VerifyElsewhere(proof).Expect(0);
        Assert.Contains("convicted: The holder of the key", verdict, StringComparison.Ordinal);
        Assert.Contains("the outputs are not what they were", verdict, StringComparison.Ordinal);
        Assert.Contains("audit-vote/v1", File.ReadAllText(audited), StringComparison.Ordinal); // the node keeps votes against itself, too
        Og.Run("verify", bundle, "--policy", Signed()).Expect(0);
        OgResult refused = Og.Run("verify", bundle, "--policy", Signed(), "--fraud", proof);
        refused.Expect(2);
        Assert.Contains("not accepted: the issuer is convicted", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("not accepted: the bundle meets the policy, but its issuer is convicted\n", refused.Output, StringComparison.Ordinal);
        Assert.Contains("and not this one", Og.Run("verify", honest, "--policy", Signed(), "--fraud", proof).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, $"{IdOf(File.ReadAllBytes(honest))}.fraud.json")));
    }

    [Fact]
    public async Task Dispute_ChatWithAnotherToken_Convicts()
    {
        using PlantedNode liar = new();
        string honest = "";
        liar.Run(node => honest = node.Ask("honest.json", "tinychat", "How many km are 5 miles?"));
        ReceiptSalts salts = ReceiptSalts.Generate();
        byte[] lie = LyingIssuer.Sign(liar.Data, honest, static content => content, static leaves => leaves, OtherToken, salts);
        string bundle = await liar.PlantAsync("lie.json", lie, salts, ReceiptKind.Chat);
        string proof = liar.PathOf("lie.fraud.json");

        liar.Run(node => Dispute(bundle, proof, node.Address, 2));

        Assert.Contains("found       BrokenCommitment", VerifyElsewhere(proof).Expect(0), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("price-risk", "--input", "models/price-risk/sample-input.json")]
    [InlineData("tinychat", "How many km are 5 miles?")]
    public void Dispute_HonestNode_EndsInAgreement(params string[] question)
    {
        using PlantedNode node = new();
        node.Run(_ =>
        {
            string bundle = node.Ask("honest.json", question);
            OgResult dispute = Og.Run("audit", "dispute", bundle, "-o", node.PathOf("none.json"), "--auditor", node.PathOf("auditor"), "--models", Og.Models, "--node", node.Address);
            dispute.Expect(0);
            Assert.Contains("ok; dispute: agreed", dispute.Errors, StringComparison.Ordinal);
        });
        Assert.False(File.Exists(node.PathOf("none.json")));
    }

    /// <summary>The node ran with other weights, or changed a value on the way, and stands by it: the dispute goes down to one term.</summary>
    [Theory]
    [InlineData(CheatKind.Weight, "False")]
    [InlineData(CheatKind.Constant, "FalseTiles")]
    [InlineData(CheatKind.Activation, "False")]
    [InlineData(CheatKind.SkipStep, "False")]
    [InlineData(CheatKind.Receipt, "FalseReceipt")]
    public void Dispute_NodeThatStandsByItsCheat_IsConvictedOfOneStep(CheatKind kind, string rule)
    {
        string proof = story.PathOf($"{kind}.fraud.json");

        PlayCheat(new Cheat(kind), proof, int.MaxValue, 2);

        JsonElement report = JsonSerializer.Deserialize<JsonElement>(VerifyElsewhere(proof, "--json").Expect(0));
        Assert.Equal("convicted", report.GetProperty("verdict").GetString());
        Assert.StartsWith(rule, report.GetProperty("rule").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A file cannot prove silence.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Dispute_NodeThatFallsSilent_IsNotConvicted(int answers)
    {
        string proof = story.PathOf($"silent-{answers}.fraud.json");

        OgResult dispute = PlayCheat(new Cheat(CheatKind.Activation), proof, answers, 3);

        Assert.Contains("dispute: unanswered", dispute.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(proof));
    }

    /// <summary>A node plays one dispute at a time, and says when to come back: that is no silence.</summary>
    [Fact]
    public void Dispute_NodeThatIsBusyAtFirst_IsAskedAgain()
    {
        string proof = story.PathOf("busy.fraud.json");

        PlayCheat(new Cheat(CheatKind.Receipt), proof, int.MaxValue, 2, busyAnswers: 2);

        Assert.True(File.Exists(proof));
    }

    /// <summary>What somebody else signed is as good as nothing: it convicts nobody, and does not end the auditor either.</summary>
    [Fact]
    public void Dispute_NodeThatSignsWithAnotherKey_IsNotConvicted()
    {
        string proof = story.PathOf("other-key.fraud.json");
        using P256PrivateKey other = P256PrivateKey.Generate();

        OgResult dispute = PlayCheat(new Cheat(CheatKind.Activation), proof, int.MaxValue, 3, other);

        Assert.Contains("dispute: unanswered: what it answers is not signed by the receipt's key", dispute.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(proof));
    }

    private OgResult PlayCheat(Cheat cheat, string proof, int mostAnswers, int exitCode, P256PrivateKey? other = null, int busyAnswers = 0)
    {
        byte[] lie = SignedDispute.LieOf(story, story.Chat, cheat);
        string bundle = proof + ".bundle.json";
        File.WriteAllBytes(bundle, lie);
        using P256PrivateKey key = SignedDispute.NodeKey(story);
        using CheatingNode node = new(Disputant.Cheating(SignedDispute.InferenceOf(lie), cheat), other ?? key, SignedDispute.ReceiptOf(lie).Id, mostAnswers) { BusyAnswers = busyAnswers };
        return Dispute(bundle, proof, node.Address, exitCode);
    }

    private OgResult Dispute(string bundle, string proof, string address, int exitCode)
    {
        OgResult dispute = Og.Run("audit", "dispute", bundle, "-o", proof, "--auditor", story.PathOf("auditor"), "--models", Og.Models, "--node", address);
        Assert.True(dispute.ExitCode == exitCode, dispute.Output + dispute.Errors);
        return dispute;
    }

    /// <summary>In a folder where there is nothing else, with no node and no data directory.</summary>
    private static OgResult VerifyElsewhere(string proof, params string[] options)
    {
        string empty = Directory.CreateTempSubdirectory("og-stranger-").FullName;
        var info = Og.StartInfo(["verify", proof, .. options]);
        info.WorkingDirectory = empty;
        OgResult result = Og.Run(info);
        Directory.Delete(empty);
        return result;
    }

    private string Signed()
    {
        string path = story.PathOf("signed-only.json");
        File.WriteAllText(path, """{"require":["signature"]}""");
        return path;
    }

    private static string IdOf(byte[] bundle) => SignedDispute.ReceiptOf(bundle).Id.ToString();

    private static byte[] Flip(ReadOnlyMemory<byte> content)
    {
        byte[] changed = content.ToArray();
        changed[^1] ^= 1;
        return changed;
    }

    /// <summary>Another second token.</summary>
    private static ImmutableArray<CommitmentLeaf> OtherToken(ImmutableArray<CommitmentLeaf> leaves)
    {
        CommitmentLeaf tokens = leaves.First(static leaf => leaf.Kind == LeafKind.Tokens);
        byte[] changed = tokens.Content.ToArray();
        int token = BinaryPrimitives.ReadInt32LittleEndian(changed.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(sizeof(int)), token == 5 ? 6 : 5);
        return leaves.Replace(tokens, tokens with { Content = changed });
    }
}
