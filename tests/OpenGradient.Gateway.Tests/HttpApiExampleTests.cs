using System.ComponentModel;
using System.Diagnostics;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests;

/// <summary>The examples of docs/http-api.md, run as they are written there.</summary>
public sealed class HttpApiExampleTests(TestNode node)
{
    private const string Fence = "```";

    public static TheoryData<string> Examples { get; } =
        [.. File.ReadAllText(Repository.PathOf("docs/http-api.md")).Split(Fence + "sh\n").Skip(1).Select(static block => block.Split(Fence)[0])];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Example_RunInAShell_Succeeds(string command)
    {
        (int exitCode, string output) = await RunAsync(command);

        Assert.True(exitCode == 0, output);
        Assert.NotEmpty(output);
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        ProcessStartInfo start = new("sh", ["-euc", "command -v curl >/dev/null || exit 99\n" + command]) { RedirectStandardOutput = true };
        start.Environment["OG_NODE"] = node.Node.Address.ToString().TrimEnd('/');
        try
        {
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.SkipWhen(process.ExitCode == 99, "curl is not installed: the examples of docs/http-api.md are not run.");
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            Assert.Skip("sh is not installed: the examples of docs/http-api.md are not run.");
            throw;
        }
    }
}
