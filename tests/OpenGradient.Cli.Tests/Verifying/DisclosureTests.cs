using System.Text.Json;

namespace OpenGradient.Cli.Tests.Verifying;

/// <summary>Bundles that show less: made, looked at and verified.</summary>
[Trait("Category", "Slow")]
public sealed class DisclosureTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    [Fact]
    public void Disclose_TheAnswer_ShowsItAndHidesTheQuestion()
    {
        string file = story.PathOf("answer.json");

        string told = Og.Run("receipt", "disclose", story.Chat, "--answer", "-o", file).Expect(0);
        JsonElement report = JsonDocument.Parse(Og.Run("verify", file, "--json").Expect(0)).RootElement;
        string shown = Og.Run("receipt", "show", file).Expect(0);

        Assert.Contains("0 of ", told, StringComparison.Ordinal);
        Assert.Equal(["not-disclosed", "ok-partial"], report.GetProperty("evidence").EnumerateArray().Where(static row => row.GetProperty("kind").GetString() is "input" or "output").Select(static row => row.GetProperty("code").GetString()));
        Assert.Contains("hidden", shown, StringComparison.Ordinal);
        Assert.Contains("\"role\":\"assistant\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("How many", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--messages 0", "input: 1 of ")]
    [InlineData("--messages 0 --tokens 0..31", "input: 2 of ")]
    [InlineData("--output-tokens 0", "output: 2 of ")]
    [InlineData("--none", "input: 0 of ")]
    public void Disclose_Choice_ShowsSoManyParts(string choice, string counts)
    {
        string file = story.PathOf("choice.json");

        Og.Run(["receipt", "disclose", story.Chat, .. choice.Split(' '), "-o", file]).Expect(0);

        Assert.Contains(counts, Og.Run("receipt", "show", file).Expect(0), StringComparison.Ordinal);
        Og.Run("verify", file).Expect(0);
    }

    [Fact]
    public void Disclose_Tensor_ByItsName() => Assert.Contains(
        "volatility", Og.Run("receipt", "disclose", story.PriceRisk, "--fields", "volatility", "-o", "-").Expect(0), StringComparison.Ordinal);

    [Fact]
    public void Disclose_List_NamesWhatThereIs()
    {
        string list = Og.Run("receipt", "disclose", story.Chat, "--list").Expect(0);

        Assert.Contains("message 0", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "choose parts, or --none of them.")]
    [InlineData("--messages 7", "the bundle shows no such part")]
    [InlineData("--messages seven", "'seven' is no number and no range like 32..95.")]
    [InlineData("--none --answer", "choose parts, or --none of them.")]
    public void Disclose_Mistake_IsASentence(string choice, string sentence)
    {
        OgResult result = Og.Run(["receipt", "disclose", story.Chat, .. choice.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(sentence, result.Errors, StringComparison.Ordinal);
    }
}
