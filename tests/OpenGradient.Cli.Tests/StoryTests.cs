using System.Text.Json;
using System.Text.Json.Nodes;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests;

/// <summary>The whole path on real input; every verdict here is given with the node stopped.</summary>
public sealed class StoryTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    public static TheoryData<string> Bundles => ["price-risk", "digits", "chat"];

    [Fact]
    public void Up_Sigterm_StopsCleanly() => Assert.Equal(0, story.StopCode);

    [Fact]
    public void Run_TensorModel_PrintsOutputAndReceipt() => Assert.Contains("volatility FP32[1,1] = ", story.PriceRiskOutput, StringComparison.Ordinal);

    [Fact]
    public void Run_LanguageModel_Answers() => Assert.Contains("km", story.ChatOutput, StringComparison.Ordinal);

    [Fact]
    public void ReceiptList_AfterThreeRuns_NamesThem()
    {
        foreach (string output in (string[])[story.PriceRiskOutput, story.DigitsOutput, story.ChatOutput])
            Assert.Contains(StoryFixture.ReceiptIdIn(output), story.ReceiptList, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Bundles))]
    public void Verify_HonestBundle_IsAccepted(string name)
    {
        string report = Og.Run("verify", BundleOf(name)).Expect(0);

        Assert.Contains("accepted", report, StringComparison.Ordinal);
        Assert.Contains("the run was not repeated here", Unwrap(report), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("early-end", "(FalseElement)")]
    [InlineData("receipt", "(FalseReceipt)")]
    public void Dispute_AboutTheAnswerOfABundle_ConvictsTheCheat(string cheat, string code) => Convict(cheat, code);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("late-end")]
    [InlineData("token")]
    public void Dispute_AboutAnotherElementOfAnAnswer_ConvictsTheCheat(string cheat) => Convict(cheat, "(FalseElement)");

    private void Convict(string cheat, string code)
    {
        string output = Og.Run("dispute", "simulate", "models/tinychat", "--bundle", BundleOf("chat"), "--cheat", cheat).Expect(0);

        Assert.Contains("Verdict A lied " + code, output, StringComparison.Ordinal);
        Assert.Contains("Text    position ", output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Bundles))]
    public void Verify_ReexecutedFromModelsFolder_IsAccepted(string name)
    {
        JsonElement report = Verify(0, BundleOf(name), "--reexecute", "--models", Og.Models);

        Assert.Equal("ok", CodeOf(report, "re-execution"));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(Bundles))]
    public void Verify_ReexecutedFromDataDirectory_IsAccepted(string name)
    {
        JsonElement report = Verify(0, BundleOf(name), "--reexecute", "--models", story.Data);

        Assert.Equal("ok", CodeOf(report, "re-execution"));
    }

    [Fact]
    public void Verify_DisclosedChat_ShowsWhatWasAsked()
    {
        string report = Og.Run("verify", story.Chat).Expect(0);

        Assert.Contains("""input   {"content":"How many km are 5 miles?","role":"user"}""", report, StringComparison.Ordinal);
        Assert.Contains("""output  {"content":""", report, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("0", 0, "the receipt is about the request: settings and parts are those that were sent")]
    [InlineData("0.7", 2, "  - temperature: the request says 0.7, the receipt 0.")]
    public void Verify_WithTheRequest_SaysWhetherTheReceiptIsAboutIt(string temperature, int exitCode, string lastLine)
    {
        string request = story.PathOf($"request-{temperature}.json");
        File.WriteAllText(request, $$"""{"model":"tinychat","messages":[{"role":"user","content":"How many km are 5 miles?"}],"temperature":{{temperature}}}""");

        OgResult result = Og.Run("verify", story.Chat, "--request", request);

        Assert.Equal((exitCode, lastLine), (result.ExitCode, result.Errors.TrimEnd().Split('\n')[^1]));
        string outcome = exitCode == 0 ? "accepted: the policy is met" : "not accepted: the bundle meets the policy, but the receipt is not about the request";
        Assert.Equal(outcome, result.Output.TrimEnd().Split('\n')[^1]);
        Assert.Single(result.Output.Split('\n'), static line => line.Contains("accepted", StringComparison.Ordinal));
    }

    /// <summary>Who sees a report takes it for the verdict: there is none where what the bundle should be held against cannot be read.</summary>
    [Fact]
    public void Verify_WithARequestThatIsNone_PrintsNoReport()
    {
        string request = story.PathOf("no-request.json");
        File.WriteAllText(request, "[]");

        Assert.Equal("", Og.Run("verify", story.Chat, "--request", request).Expect(1));
        Assert.Equal("", Og.Run("verify", story.Chat, "--json", "--request", story.PathOf("absent-request.json")).Expect(1));
    }

    [Fact]
    public void Verify_BareFileOfTheModel_AsksForItsFolder()
    {
        JsonElement report = Verify(3, story.PriceRisk, "--reexecute", "--models", Path.Combine(Og.Models, "price-risk/price-risk.onnx"));

        Assert.Equal("model-missing", CodeOf(report, "re-execution"));
    }

    [Fact]
    public void KeysRotate_WhereNoNodeWas_ChangesNothing()
    {
        string nowhere = story.PathOf("nowhere");

        Og.Run("keys", "rotate", "--data", nowhere).Expect(1);

        Assert.False(Directory.Exists(nowhere));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Up_AfterALaterVersionWasPublished_KeepsIt()
    {
        string data = story.PathOf("republished");
        using (NodeProcess first = NodeProcess.Start(data))
        {
            Og.Run("model", "import", "models/digits", "--node", first.Address).Expect(0);
            Assert.Contains("Classifies", ModelLine(first, "digits"), StringComparison.Ordinal);
            Og.Run("model", "import", "models/price-risk/price-risk.onnx", "--name", "digits", "--node", first.Address).Expect(0);
            first.Stop();
        }

        using NodeProcess second = NodeProcess.Start(data);

        Assert.DoesNotContain("Classifies", ModelLine(second, "digits"), StringComparison.Ordinal);
        second.Stop();
    }

    [Fact]
    public void Verify_ModelNotAtHand_ExitsUnverifiable()
    {
        string empty = Directory.CreateDirectory(story.PathOf("no-models")).FullName;

        JsonElement report = Verify(3, story.PriceRisk, "--reexecute", "--models", empty);

        Assert.Equal("model-missing", CodeOf(report, "re-execution"));
    }

    [Fact]
    public void Verify_ChangedModelFile_NamesTheModel()
    {
        string folder = Directory.CreateDirectory(story.PathOf("changed/price-risk")).FullName;
        File.Copy(Path.Combine(Og.Models, "price-risk/model.json"), Path.Combine(folder, "model.json"), overwrite: true);
        byte[] file = File.ReadAllBytes(Path.Combine(Og.Models, "price-risk/price-risk.onnx"));
        file[^1000] ^= 1;
        File.WriteAllBytes(Path.Combine(folder, "price-risk.onnx"), file);

        JsonElement report = Verify(2, story.PriceRisk, "--reexecute", "--models", folder);

        Assert.Equal("model-mismatch", CodeOf(report, "re-execution"));
    }

    [Fact]
    public void Verify_ChangedOutputElement_NamesTheOutput()
    {
        string changed = Change(story.PriceRisk, "changed-output.json", static bundle =>
        {
            JsonNode disclosure = bundle["disclosures"]!.AsArray().Single(static item => (string?)item!["tree"] == "output")!;
            byte[] content = Convert.FromBase64String((string)disclosure["content"]!);
            content[^1] ^= 1;
            disclosure["content"] = Convert.ToBase64String(content);
        });

        JsonElement report = Verify(2, changed);

        Assert.Equal("disclosure-mismatch", CodeOf(report, "output"));
    }

    [Fact]
    public void Verify_PolicyWithOtherIssuer_Refuses()
    {
        string policy = story.PathOf("policy.json");
        File.WriteAllText(policy, $$"""{"issuers":["{{new string('0', 64)}}"]}""");

        JsonElement report = Verify(2, story.PriceRisk, "--policy", policy);

        Assert.Equal("issuer-not-trusted", CodeOf(report, "policy"));
    }

    [Fact]
    public void Verify_PolicyThatWantsAnotherRun_SaysWhatWasNotChecked()
    {
        string policy = story.PathOf("strict.json");
        File.WriteAllText(policy, """{"require":["re-execution","signature"]}""");

        string output = Og.Run("verify", story.PriceRisk, "--policy", policy).Expect(3);

        Assert.EndsWith("not accepted: could not be checked: re-execution (try --reexecute)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoBundle_ExitsFailed()
    {
        string garbage = story.PathOf("garbage.json");
        File.WriteAllText(garbage, "not a bundle");

        Assert.Equal("bundle-malformed", CodeOf(Verify(2, garbage), "receipt"));
        Og.Run("verify", story.PathOf("absent.json")).Expect(1);
    }

    [Fact]
    public void LogCheck_WholeAndDamagedLog_AreToldApart()
    {
        Og.Run("log", "check", "--data", story.Data).Expect(0);
        string copy = story.PathOf("damaged");
        CopyFolder(story.Data, copy);
        string tile = Directory.EnumerateFiles(Path.Combine(copy, "log", "tile", "0"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        byte[] hashes = File.ReadAllBytes(tile);
        hashes[5] ^= 1;
        File.WriteAllBytes(tile, hashes);

        string output = Og.Run("log", "check", "--data", copy).Expect(2);

        Assert.Contains("tile/0/", output, StringComparison.Ordinal);
        string repaired = Og.Run("log", "fsck", "--data", copy, "--repair").Expect(0);
        Assert.Contains(": written again\nwhole: 3 entries", repaired, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void KeysRotate_OlderBundle_StillVerifies()
    {
        string copy = story.PathOf("rotated");
        CopyFolder(story.Data, copy);
        string output = Og.Run("keys", "rotate", "--data", copy).Expect(0);
        Assert.Contains("retired", output, StringComparison.Ordinal);

        using NodeProcess node = NodeProcess.Start(copy);
        string bundle = story.PathOf("after-rotation.json");
        Og.Run("receipt", "get", StoryFixture.ReceiptIdIn(story.PriceRiskOutput), "-o", bundle, "--node", node.Address).Expect(0);
        node.Stop();

        Verify(0, bundle);
    }

    private static string ModelLine(NodeProcess node, string name) =>
        Og.Run("model", "list", "--node", node.Address).Expect(0).Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));

    private string BundleOf(string name) => name switch
    {
        "price-risk" => story.PriceRisk,
        "digits" => story.Digits,
        _ => story.Chat,
    };

    private string Change(string bundle, string name, Action<JsonNode> change)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(bundle))!;
        change(json);
        string path = story.PathOf(name);
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    private static JsonElement Verify(int exitCode, params string[] arguments) =>
        JsonSerializer.Deserialize<JsonElement>(Og.Run(["verify", .. arguments, "--json"]).Expect(exitCode));

    private static string CodeOf(JsonElement report, string kind) =>
        report.GetProperty("evidence").EnumerateArray().Single(row => row.GetProperty("kind").GetString() == kind).GetProperty("code").GetString()!;

    private static string Unwrap(string text) => string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));

    private static void CopyFolder(string source, string target)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
