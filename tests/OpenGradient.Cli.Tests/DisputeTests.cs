using System.Text.Json;

namespace OpenGradient.Cli.Tests;

/// <summary><c>og dispute simulate</c>, as a person runs it.</summary>
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
        Assert.Contains("First   step ", result.Output, StringComparison.Ordinal);
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

    [Fact]
    public void Simulate_AStepThatIsNotThere_IsOneSentence()
    {
        OgResult result = Og.Run("dispute", "simulate", "models/digits", "--input", "models/digits/sample-input.json", "--step", "999");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the Program has no step 999", result.Errors, StringComparison.Ordinal);
    }
}
