using System.Diagnostics;
using OpenGradient.Proxy.Tests;
using OpenGradient.Tests;

namespace OpenGradient.Client.Tests;

/// <summary>The samples, run as their readers run them: against an honest node, and against somebody who meddles with its answers.</summary>
[Trait("Category", "Slow")]
public sealed class SampleTests(NodeFixture fixture)
{
    private const string Question = "What is 12 + 30?";

    [Fact]
    public async Task PayingAgent_VerifiedAdvice_Pays()
    {
        (int exitCode, string output) = await RunAsync("PayingAgent", fixture.Node.Address, "Pay 20 to alice");

        Assert.True(exitCode == 0, output);
        Assert.Contains("paid 20 to alice", output, StringComparison.Ordinal);
        Assert.Contains("receipt ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PayingAgent_TamperedAdvice_DoesNotPay()
    {
        await using LyingNode liar = await fixture.StartLiarAsync(static body => body.Replace("alice", "mallory", StringComparison.Ordinal));

        (int exitCode, string output) = await RunAsync("PayingAgent", liar.Address, "Pay 20 to alice");

        Assert.True(exitCode == 2, output);
        Assert.Contains("not paid: the answer is not the one that the receipt commits to", output, StringComparison.Ordinal);
        Assert.DoesNotContain("paid 20", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PayingAgent_MoreThanThePolicyHasARuleFor_DoesNotAsk()
    {
        (int exitCode, string output) = await RunAsync("PayingAgent", fixture.Node.Address, "Pay 20 to alice", "1000");

        Assert.True(exitCode == 2, output);
        Assert.Contains("nothing was asked", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_HonestAndTampered_PrintsOnlyTheHonest()
    {
        await using LyingNode liar = await fixture.StartLiarAsync(static body => body.Replace("= 42", "= 43", StringComparison.Ordinal));

        (int honest, string output) = await RunAsync("Ask", fixture.Node.Address, Question);
        (int lied, string refusal) = await RunAsync("Ask", liar.Address, Question);

        Assert.True(honest == 0, output);
        Assert.Contains("12 + 30 = 42", output, StringComparison.Ordinal);
        Assert.NotEqual(0, lied);
        Assert.Contains(nameof(UnverifiedAnswerException), refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("= 43", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskInJavaScript_HonestAndTampered_PrintsOnlyTheHonest()
    {
        await using LyingNode liar = await fixture.StartLiarAsync(static body => body.Replace("= 42", "= 43", StringComparison.Ordinal));
        string script = Repository.PathOf("samples/ask.mjs");

        (int honest, string output) = await StartAsync("node", script, $"{fixture.Node.Address}", Question);
        (int lied, string refusal) = await StartAsync("node", script, $"{liar.Address}", Question);

        Assert.True(honest == 0, output);
        Assert.Contains("12 + 30 = 42", output, StringComparison.Ordinal);
        Assert.NotEqual(0, lied);
        Assert.Contains("not verified", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("= 43", refusal, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(string sample, Uri node, params string[] arguments)
    {
        string place = AppContext.BaseDirectory.Replace("OpenGradient.Client.Tests", sample, StringComparison.Ordinal);
        return StartAsync("dotnet", [Path.Combine(place, $"{sample}.dll"), $"{node}", .. arguments]);
    }

    private static Task<(int ExitCode, string Output)> StartAsync(string program, params string[] arguments) =>
        OtherProgram.RunAsync(new ProcessStartInfo(program, arguments), "its sample is not run");
}
