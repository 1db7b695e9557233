using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Disputes;
using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Tests;
using OpenGradient.Verification;
using JsonValue = OpenGradient.Primitives.JsonValue;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary>Fraud proof files: what they convict of, and that nothing else than a liar's own signed words convicts.</summary>
[Trait("Category", "Slow")]
public sealed class FraudFileTests(StoryFixture story, ITestOutputHelper output) : IClassFixture<StoryFixture>
{
    public static TheoryData<string> Vectors() => [.. Directory.GetFiles(Repository.PathOf("spec/dispute-1/fraud"), "*.json").Select(static path => Path.GetFileNameWithoutExtension(path)!)];

    /// <summary>By the judges of this build: the vectors outlive editions of the text whose digest is in them.</summary>
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Verify_Vector_HasItsCode(string name)
    {
        JsonElement vector = JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(Repository.PathOf($"spec/dispute-1/fraud/{name}.json")));

        FraudReport report = FraudVerifier.Verify(vector.GetProperty("file").GetBytesFromBase64(), FraudJudge.JudgeByThisBuild);

        Assert.Equal(vector.GetProperty("code").GetString(), report.Code.WireName());
    }

    /// <summary>Whoever sends a fraud proof in the place of a bundle gets no "accepted" for what was demanded of the bundle.</summary>
    [Theory]
    [InlineData("--policy", "strict.json")]
    [InlineData("--request", "request.json")]
    [InlineData("--reexecute", null)]
    [InlineData("--fraud", "other.fraud.json")]
    public void Verify_FraudProofWithDemandsOfABundle_IsRefused(string option, string? value)
    {
        string file = story.PathOf("no-bundle.json");
        File.WriteAllBytes(file, Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk).ToBytes());

        OgResult result = Og.Run(["verify", file, option, .. value is null ? [] : new[] { value }]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the file is a fraud proof", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_OfAnotherEditionOfTheSemantics_CannotBeJudged()
    {
        static DisputeJudgement Judge(JsonValue terms, IReadOnlyList<ReadOnlyMemory<byte>> messages) => new(DisputeOutcome.SemanticsUnknown, "", "", "");

        FraudReport report = FraudVerifier.Verify(Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk).ToBytes(), Judge);

        Assert.Equal((FraudCode.SemanticsUnknown, 3, "unverifiable"), (report.Code, report.ExitCode, report.Verdict));
    }

    [Fact]
    public void Verify_AFalseValueInAChat_SaysWhoSignedWhatAndWhere()
    {
        FraudProof proof = Conviction(new Cheat(CheatKind.Activation), story.Chat);

        FraudReport report = FraudVerifier.Verify(proof.ToBytes(), FraudJudge.Judge);

        output.WriteLine(report.ToJson());
        Assert.True(report.IsConviction);
        Assert.Equal(proof.Issuer.KeyId, report.Receipt!.Content.Issuer.Key);
        Assert.Contains("element ", report.Judgement!.Place, StringComparison.Ordinal);
        Assert.Contains("said to be 0x", report.Judgement.Place, StringComparison.Ordinal);
    }

    /// <summary>Every string of the file, and every string of what is signed in it, is changed once.</summary>
    [Theory]
    [InlineData(CheatKind.Receipt)]
    [InlineData(CheatKind.Activation)]
    public void Verify_AnyStringChanged_ConvictsNobody(CheatKind kind)
    {
        byte[] file = Conviction(new Cheat(kind), kind == CheatKind.Receipt ? story.PriceRisk : story.Chat).ToBytes();
        var codes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (byte[] changed in Changes(file))
        {
            FraudReport report = FraudVerifier.Verify(changed, FraudJudge.Judge);
            Assert.False(report.IsConviction, report.ToJson());
            codes[report.Code.WireName()] = codes.GetValueOrDefault(report.Code.WireName()) + 1;
        }

        output.WriteLine(string.Join("\n", codes));
        Assert.InRange(codes.Count, 5, 9);
    }

    [Fact]
    public void Verify_AnyOtherBytes_NeverThrowsAndConvictsNobody()
    {
        byte[] file = Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk).ToBytes();
        var random = new Random(5);
        for (int trial = 0; trial < FixedSample.Share(2000); trial++)
        {
            byte[] changed = trial % 2 == 0 ? file[..random.Next(file.Length)] : [.. file];
            if (changed.Length > 0)
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False(FraudVerifier.Verify(changed, FraudJudge.Judge).IsConviction);
        }
    }

    /// <summary>A challenger that lies to an honest node, changes what it said afterwards, and signs that again.</summary>
    [Fact]
    public void Verify_HonestIssuerWhoseChallengerSignsItsWordsAnew_IsNotConvicted()
    {
        byte[] bundle = File.ReadAllBytes(story.PriceRisk);
        using P256PrivateKey node = SignedDispute.NodeKey(story);
        using P256PrivateKey challenger = P256PrivateKey.Generate();
        Disputant liar = Disputant.Cheating(SignedDispute.InferenceOf(bundle), new Cheat(CheatKind.Activation, Party: Party.B));
        FraudProof proof = SignedDispute.Play(bundle, SignedDispute.Honest(bundle, Party.A), liar, node, challenger);
        Assert.Equal(FraudCode.NotConvicted, FraudVerifier.Verify(proof.ToBytes(), FraudJudge.Judge).Code);

        for (int index = 1; index < proof.Messages.Length; index += 2)
        {
            foreach (byte[] payload in Changes(proof.Messages[index].Payload.ToArray()).Where(static payload => JsonReader.TryRead(payload, out _)))
            {
                DsseEnvelope signed = DsseEnvelope.Sign(DisputeStatement.PayloadType, payload, challenger);
                FraudReport report = FraudVerifier.Verify((proof with { Messages = proof.Messages.SetItem(index, signed) }).ToBytes(), FraudJudge.Judge);
                Assert.False(report.IsConviction, report.ToJson());
            }
        }
    }

    /// <summary>Two disputes about one receipt, in which the challenger lied otherwise: what an honest node said in the one contradicts what it said in the other.</summary>
    [Fact]
    public void Verify_TwoDisputesOfAnHonestIssuerMixed_ConvictNobody()
    {
        byte[] bundle = File.ReadAllBytes(story.PriceRisk);
        using P256PrivateKey node = SignedDispute.NodeKey(story);
        using P256PrivateKey challenger = P256PrivateKey.Generate();
        FraudProof[] disputes = [.. new[] { 0, 2 }.Select(step => SignedDispute.Play(
            bundle,
            SignedDispute.Honest(bundle, Party.A),
            Disputant.Cheating(SignedDispute.InferenceOf(bundle), new Cheat(CheatKind.Activation, Step: step, Party: Party.B)),
            node,
            challenger))];

        foreach (FraudProof mixed in Mixes(disputes[0], disputes[1]).Concat(Mixes(disputes[1], disputes[0])))
            Assert.False(FraudVerifier.Verify(mixed.ToBytes(), FraudJudge.Judge).IsConviction);

        // Without the chain there would be a verdict against it.
        ReadOnlyMemory<byte>[][] words = [.. disputes.Select(static dispute => dispute.Messages.Select(Message).ToArray())];
        Assert.Contains(
            Enumerable.Range(1, Math.Min(words[0].Length, words[1].Length) - 1),
            count => DisputeReplay.Run(disputes[0].Terms, [.. words[0][..count], words[1][count]], out _) is { Convicted: [Party.A] });
    }

    /// <summary>A receipt and a dispute of another one, each as it was signed.</summary>
    [Fact]
    public void Verify_TheDisputeOfAnotherReceipt_ConvictsNobody()
    {
        FraudProof proof = Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk);
        Assert.True(Bundle.TryParse(File.ReadAllBytes(story.PriceRisk), out Bundle? honest, out _));

        Assert.Equal(FraudCode.TermsMismatch, FraudVerifier.Verify((proof with { Receipt = honest.Dsse }).ToBytes(), FraudJudge.Judge).Code);

        byte[] twin = LyingIssuer.Sign(story, story.PriceRisk, content => content with { Trace = SignedDispute.ReceiptOf(BundleOf(proof)).Content.Trace });
        Assert.True(Bundle.TryParse(twin, out Bundle? sameTrace, out _));
        Assert.Equal(FraudCode.OpeningInvalid, FraudVerifier.Verify((proof with { Receipt = sameTrace.Dsse }).ToBytes(), FraudJudge.Judge).Code);
    }

    /// <summary>A conviction has the exit code 0, and so has a bundle that is accepted: who demands something of a bundle must not be shown the one for the other.</summary>
    [Fact]
    public void Verify_AFraudProofWhereABundleIsDemanded_IsNoVerdict()
    {
        string proof = story.PathOf("as-bundle.fraud.json");
        string policy = story.PathOf("as-bundle.policy.json");
        File.WriteAllBytes(proof, Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk).ToBytes());
        File.WriteAllText(policy, """{"require":["signature"]}""");

        Og.Run("verify", proof).Expect(0);
        Og.Run("verify", proof, "--policy", policy).Expect(1);
        Og.Run("verify", proof, "--for", "transfer").Expect(1);
        Og.Run("verify", proof, "--fraud", proof).Expect(1);
        Og.Run("verify", proof, "--reexecute").Expect(1);
    }

    /// <summary>Whoever names a fraud proof wants it looked at: one that cannot be read is no acquittal.</summary>
    [Fact]
    public void Verify_ABundleWithAFraudProofThatCannotBeRead_IsUnverifiable()
    {
        byte[] file = Conviction(new Cheat(CheatKind.Receipt), story.PriceRisk).ToBytes();
        string whole = story.PathOf("whole.fraud.json");
        string cut = story.PathOf("cut.fraud.json");
        File.WriteAllBytes(whole, file);
        File.WriteAllBytes(cut, file[..^1]);

        Og.Run("verify", story.PriceRisk, "--fraud", whole).Expect(0); // of another receipt
        Og.Run("verify", story.PriceRisk, "--fraud", cut).Expect(3);
        Og.Run("verify", story.PriceRisk, "--fraud", cut, "--fraud", whole).Expect(3);
        Assert.Equal("", Og.Run("verify", story.PriceRisk, "--fraud", story.PathOf("none.fraud.json")).Expect(1));
    }

    private FraudProof Conviction(Cheat cheat, string honest)
    {
        byte[] lie = SignedDispute.LieOf(story, honest, cheat);
        using P256PrivateKey node = SignedDispute.NodeKey(story);
        using P256PrivateKey challenger = P256PrivateKey.Generate();
        FraudProof proof = SignedDispute.Play(lie, Disputant.Cheating(SignedDispute.InferenceOf(lie), cheat), SignedDispute.Honest(lie, Party.B), node, challenger);
        Assert.Equal(FraudCode.Convicted, FraudVerifier.Verify(proof.ToBytes(), FraudJudge.Judge).Code);
        return proof;
    }

    private static byte[] BundleOf(FraudProof proof) => new Bundle { Dsse = proof.Receipt, Evidence = [], Disclosures = [] }.ToBytes();

    /// <summary>The beginning of one, and the rest of the other.</summary>
    private static IEnumerable<FraudProof> Mixes(FraudProof one, FraudProof other) =>
        Enumerable.Range(1, Math.Min(one.Messages.Length, other.Messages.Length) - 1)
            .Where(count => !one.Messages[count - 1].Payload.Span.SequenceEqual(other.Messages[count - 1].Payload.Span))
            .Select(count => one with { Messages = [.. one.Messages[..count], .. other.Messages[count..]] });

    private static ReadOnlyMemory<byte> Message(DsseEnvelope envelope)
    {
        Assert.True(JsonReader.TryRead(envelope.Payload.Span, out JsonValue? json) && json.TryGet("message", out JsonValue? message));
        Assert.True(json!.TryGet("message", out message));
        return CanonicalJson.Serialize(message);
    }

    /// <summary>The JSON with each of its strings changed, one at a time; and where a string is base64 of JSON, with each of the strings in that.</summary>
    private static IEnumerable<byte[]> Changes(byte[] json)
    {
        int count = Strings(JsonNode.Parse(json)!).Count();
        for (int index = 0; index < count; index++)
        {
            foreach (string changed in Changed(Strings(JsonNode.Parse(json)!).ElementAt(index).GetValue<string>()))
            {
                JsonNode root = JsonNode.Parse(json)!;
                Strings(root).ElementAt(index).ReplaceWith(changed);
                Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(root.ToJsonString()), out JsonValue? value));
                yield return CanonicalJson.Serialize(value);
            }
        }
    }

    private static IEnumerable<JsonNode> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        null => [],
        _ => [node],
    };

    private static IEnumerable<string> Changed(string text)
    {
        int place = text.Length / 2;
        yield return text.Length == 0 ? "x" : text[..place] + (text[place] == '0' ? '1' : '0') + text[(place + 1)..];
        if (text.StartsWith("eyJ", StringComparison.Ordinal)) // base64 of {"
        {
            foreach (byte[] inner in Changes(Convert.FromBase64String(text)))
                yield return Convert.ToBase64String(inner);
        }
    }
}
