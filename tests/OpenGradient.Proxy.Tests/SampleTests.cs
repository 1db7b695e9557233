using System.Diagnostics;
using OpenGradient.Tests;

namespace OpenGradient.Proxy.Tests;

/// <summary>The samples of clients that verify nothing themselves: behind a proxy they see only what is verified.</summary>
public sealed class SampleTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    [Theory]
    [InlineData("python3", "samples/ask.py")]
    [InlineData("sh", "samples/ask.sh")]
    public async Task Ask_BehindTheProxy_PrintsOnlyTheHonest(string program, string script)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        (int honest, string output) = await RunAsync(proxy, program, script);
        proxy.Liar.ChangeAnswer = static (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : body.Replace("= 42", "= 43", StringComparison.Ordinal);
        (int lied, string refusal) = await RunAsync(proxy, program, script);

        Assert.True(honest == 0, output);
        Assert.Contains("12 + 30 = 42", output, StringComparison.Ordinal);
        Assert.NotEqual(0, lied);
        Assert.Contains("changed it on the way", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("= 43", refusal, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(TestProxy proxy, string program, string script)
    {
        ProcessStartInfo start = new(program, [Repository.PathOf(script), "What is 12 + 30?"]);
        start.Environment["OPENAI_BASE_URL"] = $"{proxy.Http.BaseAddress}v1";
        return OtherProgram.RunAsync(start, "its sample is not run");
    }
}
