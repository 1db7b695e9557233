using System.Text;
using OpenGradient.Gateway;
using OpenGradient.Tests;

namespace OpenGradient.Proxy.Tests;

/// <summary>An honest node with the sample models, for all tests of this project.</summary>
public sealed class ProxyFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-proxy-").FullName;

    public Node Node { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Node = await Node.StartAsync(
        new NodeOptions { DataDirectory = Path.Combine(_folder, "data"), ModelsDirectory = Repository.PathOf("models") }, progress: null, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A folder that no other test uses.</summary>
    internal string NewFolder() => Path.Combine(_folder, Guid.NewGuid().ToString("N"));

    internal static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
