using System.Text;
using System.Text.Json;
using OpenGradient.Cli.Tests.Nodes;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>Statements that a node signed and that are not so: re-execution gives a verdict on each, and never fails itself.</summary>
[Trait("Category", "Slow")]
public sealed class LyingIssuerTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    private const string Escape = "\e[2J\e]0;owned\a";

    [Fact]
    public void Verify_SignedAgain_IsEqual() => Assert.Equal("ok", Judge(0, story.Chat, static content => content).GetProperty("code").GetString());

    [Fact]
    public void Verify_AnotherProfileThanThePrograms_IsAMismatch() => Assert.Equal(
        "program-mismatch",
        Code(2, static content => content with { Execution = content.Execution with { Profile = "integer" } }));

    [Fact]
    public void Verify_ModelUnderAnotherName_IsNotThatModel() => Assert.Equal(
        "model-mismatch",
        Code(2, static content => content with { Model = content.Model with { Name = "famous-model" } }));

    /// <summary>A node that saves memory: a quantised model answers, and the receipt says that the published one did.</summary>
    [Fact]
    public void Verify_QuantisedModelInThePlaceOfThePublishedOne_IsAMismatch()
    {
        (string small, string data, string bundle) = (story.PathOf("small.gguf"), story.PathOf("cheap"), story.PathOf("cheap.json"));
        Og.Run("model", "quantize", Path.Combine(Og.Models, "tinychat", "tinychat.gguf"), "-o", small, "--type", "q4_0").Expect(0);
        using (NodeProcess node = NodeProcess.Start(data))
        {
            Og.Run("model", "import", small, "--name", "small", "--node", node.Address).Expect(0);
            string output = Og.Run("run", "small", "How many km are 5 miles?", "--node", node.Address).Expect(0);
            Og.Run("receipt", "get", StoryFixture.ReceiptIdIn(output), "-o", bundle, "--node", node.Address).Expect(0);
            Assert.Equal(0, node.Stop());
        }

        Assert.True(Bundle.TryParse(File.ReadAllBytes(story.Chat), out Bundle? published, out _));
        Assert.True(Receipt.TryParse(published.Dsse, out Receipt? honest, out _));
        byte[] lie = LyingIssuer.Sign(
            data, bundle, content => content with { Model = honest.Content.Model, Execution = honest.Content.Execution }, static leaves => leaves, static leaves => leaves);

        Assert.Contains(Judge(2, lie).GetProperty("code").GetString(), new[] { "output-mismatch", "trace-mismatch" });
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(int.MaxValue)]
    [InlineData(1000L)]
    public void Verify_AbortedAfterMoreTokensThanTheRunMakes_IsAMismatch(long outputTokens) => Assert.Equal(
        "usage-mismatch",
        Code(2, content => content with { Finish = FinishReason.Aborted, Usage = content.Usage with { OutputTokens = outputTokens } }));

    [Theory]
    [InlineData("99999999999")]
    [InlineData("-1")]
    public void Verify_SettingOutOfRange_IsAnInvalidInput(string maxTokens) => Assert.Equal(
        "input-invalid",
        Code(2, content => content with { Sampling = content.Sampling! with { MaxTokens = maxTokens } }));

    [Theory]
    [InlineData("message", "5")]
    [InlineData("message", """{"role":5}""")]
    [InlineData("message", """{"content":{"a":[1e999]},"role":"user"}""")]
    [InlineData("tools", "7")]
    [InlineData("tools", """[{"function":null}]""")]
    [InlineData("stop", "{}")]
    [InlineData("sound", "x")]
    public void Verify_LeafThatNoClientCouldHaveSent_HasAVerdict(string kind, string content)
    {
        byte[] bundle = LyingIssuer.Sign(
            story, story.Chat, static content => content, leaves => leaves.Insert(kind == "message" ? 0 : 1, new(kind, "", Encoding.UTF8.GetBytes(content))), static leaves => leaves);

        string? code = Judge(2, bundle).GetProperty("code").GetString();

        Assert.Contains(code, new[] { "input-invalid", "output-mismatch" });
    }

    [Theory]
    [InlineData("f32[0,60,5]\n")]
    [InlineData("f32[9223372036854775807,0,5]\n")]
    [InlineData("f32[0,60,5,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]\n")]
    public void Verify_TensorOfAnyShape_HasAVerdict(string header)
    {
        byte[] bundle = LyingIssuer.Sign(
            story, story.PriceRisk, static content => content, leaves => [leaves[0] with { Content = Encoding.ASCII.GetBytes(header) }], static leaves => leaves);

        string? code = Judge(2, bundle).GetProperty("code").GetString();

        Assert.Contains(code, new[] { "input-invalid", "output-mismatch" });
    }

    [Fact]
    public void Verify_LabelWithControlCharacters_PrintsNone()
    {
        byte[] bundle = LyingIssuer.Sign(story, story.PriceRisk, static content => content, static leaves => leaves, static leaves => [leaves[0] with { Label = Escape }]);

        string output = Og.Run("verify", Write(bundle), "--reexecute", "--models", Og.Models, "--policy", Signed()).Expect(2);

        Assert.Contains("output-mismatch", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output);
        Assert.DoesNotContain('\a', output);
    }

    private string? Code(int exitCode, Func<ReceiptContent, ReceiptContent> change) => Judge(exitCode, story.Chat, change).GetProperty("code").GetString();

    private JsonElement Judge(int exitCode, string bundle, Func<ReceiptContent, ReceiptContent> change) => Judge(exitCode, LyingIssuer.Sign(story, bundle, change));

    private JsonElement Judge(int exitCode, byte[] bundle)
    {
        string report = Og.Run("verify", Write(bundle), "--reexecute", "--models", story.Data, "--policy", Signed(), "--json").Expect(exitCode);
        return JsonSerializer.Deserialize<JsonElement>(report).GetProperty("evidence").EnumerateArray().Single(static row => row.GetProperty("kind").GetString() == "re-execution");
    }

    private string Write(byte[] bundle)
    {
        string path = story.PathOf(Guid.NewGuid().ToString("N") + ".json");
        File.WriteAllBytes(path, bundle);
        return path;
    }

    private string Signed()
    {
        string path = story.PathOf("signed.json");
        File.WriteAllText(path, """{"require":["signature"]}""");
        return path;
    }
}
