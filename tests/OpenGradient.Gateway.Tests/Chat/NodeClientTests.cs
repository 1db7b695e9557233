using System.Diagnostics;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Tests;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>The official openai and @anthropic-ai/sdk packages for Node: tests/node-clients, run against this node.</summary>
[Trait("Category", "Slow")]
public sealed class NodeClientTests(TestNode node)
{
    private static readonly string Folder = Repository.PathOf("tests/node-clients");

    [Fact]
    public async Task PackagesForNode_AllTheirTests_Pass()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@anthropic-ai", "sdk")))
        {
            (int installed, string installOutput) = await RunAsync("npm", "ci");
            Assert.SkipWhen(installed != 0, $"npm could not install the official packages: {installOutput}");
        }

        await EncoderOfNode.PublishAsync(node);
        (int exitCode, string output) = await RunAsync("node", "--test");

        Assert.True(exitCode == 0, output);
    }

    private Task<(int ExitCode, string Output)> RunAsync(string program, string argument)
    {
        ProcessStartInfo start = new(program, [argument]) { WorkingDirectory = Folder };
        start.Environment["OG_NODE"] = node.Node.Address.ToString();
        return OtherProgram.RunAsync(start, "the official packages for Node are not tested");
    }
}
