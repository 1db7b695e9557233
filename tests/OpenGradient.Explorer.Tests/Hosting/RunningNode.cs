using OpenGradient.Gateway;
using OpenGradient.Tests;

namespace OpenGradient.Explorer.Tests;

/// <summary>A whole node in this process, with the sample models and the pages, on a free port and a data directory of its own.</summary>
public sealed class RunningNode : IAsyncLifetime
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"og-explorer-{Guid.NewGuid():n}");

    private Node? _node;

    public HttpClient Client { get; } = new();

    public string Address => _node!.Address.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync()
    {
        NodeOptions options = new()
        {
            DataDirectory = _data,
            ModelsDirectory = Repository.PathOf("models"),
            Name = "node.test",
            ConfigureEndpoints = static routes => routes.MapExplorer(),
        };
        _node = await Node.StartAsync(options, progress: null, TestContext.Current.CancellationToken);
        Client.BaseAddress = _node.Address;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_node is not null)
            await _node.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
