using System.Text.Json;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary><c>og dispute simulate</c>, as a person runs it.</summary>
[Trait("Category", "Slow")]
public sealed class DisputeTests
{
    [Theory]
    [InlineData("weight")]
    [InlineData("constant")]
    [InlineData("skip-step")]
    public void Simulate_ACheat_NamesTheStepAndWhoLied(string cheat)
    {
        OgResult result = Og.Run("dispute", "simulate", "models/digits", "--input", "models/digits/sample-input.json", "--cheat", cheat);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Verdict A lied", result.Output, StringComparison.Ordinal);
        Assert.Contains("First   leaf ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activation", "iteration 1, output 0, tile 0, element 0")]
    [InlineData("branch", "Claimed step:")]
    [InlineData("extra-iteration", "Claimed step:1:0@4 (by party A)")]
    [InlineData("missing-iteration", "Claimed step:0:0 (by party A)")]
    [InlineData("loop-value", "iteration 2, output 0")]
    [InlineData("missing-leaf", "(FalseSuccessor)")]
    [InlineData("weight", "Verdict A lied")]
    [InlineData("constant", "(FalseTiles)")]
    public void Simulate_AModelWithALoop_NamesTheIteration(string cheat, string expected)
    {
        OgResult result = Og.Run("dispute", "simulate", "spec/dispute-1/vectors/loop.onnx", "-i", "spec/dispute-1/vectors/loop-input.json", "--cheat", cheat);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        Assert.Contains("Verdict A lied", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mask", "no grammar holds an answer")]
    [InlineData("penalty", "no penalty or bias changes the logits of an answer")]
    [InlineData("branch", "the run has no If")]
    [InlineData("extra-iteration", "the run has no Loop that fits")]
    public void Simulate_ACheatThatNeedsMore_SaysWhatIsMissing(string cheat, string expected)
    {
        OgResult result = Og.Run("dispute", "simulate", "models/tinychat", "What is 12 + 30?", "--max-tokens", "1", "--cheat", cheat);

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_AGivenIteration_IsWhereTheCheatHappens()
    {
        OgResult result = Og.Run(
            "dispute", "simulate", "spec/dispute-1/vectors/loop.onnx", "-i", "spec/dispute-1/vectors/loop-input.json", "--step", "4", "--iteration", "3", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument dispute = JsonDocument.Parse(result.Output);
        JsonElement first = dispute.RootElement.GetProperty("first");
        Assert.Equal("4", first.GetProperty("step").GetString());
        Assert.Equal("3", first.GetProperty("iterations")[0].GetString());
        Assert.InRange(int.Parse(dispute.RootElement.GetProperty("rounds").GetString()!, System.Globalization.CultureInfo.InvariantCulture), 5, 20);
    }

    [Fact]
    public void Simulate_ALyingAccuserOfALanguageModel_ConvictsTheAccuser()
    {
        OgResult result = Og.Run("dispute", "simulate", "models/tinychat", "What is 12 + 30?", "--cheat", "output", "--accuser", "--json");

        Assert.Equal(0, result.ExitCode);
        using JsonDocument dispute = JsonDocument.Parse(result.Output);
        Assert.Equal("B", dispute.RootElement.GetProperty("verdict").GetProperty("convicted")[0].GetString());
        Assert.Equal("Linear", dispute.RootElement.GetProperty("first").GetProperty("operator").GetString());
    }

    [Theory]
    [InlineData("token", "FalseElement")]
    [InlineData("receipt", "FalseReceipt")]
    [InlineData("activation", "FalseElement")]
    public void Simulate_AnAnswer_NamesPositionAndSegment(string cheat, string code)
    {
        string[] place = cheat == "token" ? ["--temperature", "0.8", "--seed", "7"] : ["--position", "5"];
        OgResult result = Og.Run(["dispute", "simulate", "models/tinychat", "What is 12 + 30?", "--cheat", cheat, .. place]);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Text    position ", result.Output, StringComparison.Ordinal);
        Assert.Contains($"Verdict A lied ({code})", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Simulate_AStepThatIsNotThere_IsOneSentence()
    {
        OgResult result = Og.Run("dispute", "simulate", "models/digits", "--input", "models/digits/sample-input.json", "--step", "999");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the run has no step 999 that fits", result.Errors, StringComparison.Ordinal);
    }
}
