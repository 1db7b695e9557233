using System.Text;
using OpenGradient.Gateway;
using OpenGradient.Tests;

namespace OpenGradient.Proxy.Tests;

/// <summary>An honest node with the sample models, before which proxies, clients and liars are put.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("og-node-").FullName;

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

    /// <summary>Somebody before the node who changes answers; bundles are left alone.</summary>
    internal async Task<LyingNode> StartLiarAsync(Func<string, string> change)
    {
        LyingNode liar = await LyingNode.StartAsync(Node.Address);
        liar.ChangeAnswer = (path, body) => path.Contains("receipts", StringComparison.Ordinal) ? body : change(body);
        return liar;
    }

    /// <summary>Publishes an encoder for embeddings, as <c>small-bert</c>.</summary>
    internal async Task PublishEncoderAsync()
    {
        string file = Path.Combine(Directory.CreateDirectory(NewFolder()).FullName, "small-bert.gguf");
        SmallEncoder.WriteGguf(file);
        using HttpClient http = new() { BaseAddress = Node.Address };
        using ByteArrayContent content = new(await File.ReadAllBytesAsync(file)) { Headers = { ContentType = new("application/octet-stream") } };
        using HttpRequestMessage request = new(HttpMethod.Post, "hub/models") { Content = content, Headers = { { "X-Model-Name", "small-bert" } } };
        using HttpResponseMessage response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    internal static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
