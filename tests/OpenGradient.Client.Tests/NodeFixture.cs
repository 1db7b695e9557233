using OpenGradient.Gateway;
using OpenGradient.Proxy.Tests;
using OpenGradient.Tests;

namespace OpenGradient.Client.Tests;

/// <summary>An honest node with the sample models, for all tests of this project.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-client-").FullName;

    public Node Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Node = await Node.StartAsync(
        new NodeOptions { DataDirectory = Path.Combine(_folder, "data"), ModelsDirectory = Repository.PathOf("models") }, progress: null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Somebody before the node who changes answers; bundles are left alone.</summary>
    internal async Task<LyingNode> StartLiarAsync(Func<string, string> change)
    {
        LyingNode liar = await LyingNode.StartAsync(Node.Address);
        liar.ChangeAnswer = (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : change(body);
        return liar;
    }
}
