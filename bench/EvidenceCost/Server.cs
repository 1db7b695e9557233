using OpenGradient.Gateway;
using OpenGradient.Models;

namespace OpenGradient.Benchmarks.EvidenceCost;

/// <summary>A node, and two engines without evidence over its model.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Node _node;
    private readonly OpenedModel _model;
    private readonly BareServer[] _bare;

    private Server(Node node, OpenedModel model, BareServer[] bare)
    {
        _node = node;
        _model = model;
        _bare = bare;
    }

    /// <summary>The node's, and behind it those without evidence.</summary>
    public Uri[] Addresses => [_node.Address, .. _bare.Select(static bare => bare.Address)];

    public static async Task<Server> StartAsync(string modelsDirectory, string dataDirectory)
    {
        Node node = await Node.StartAsync(new NodeOptions { DataDirectory = dataDirectory, ModelsDirectory = modelsDirectory }, null, CancellationToken.None);
        OpenedModel model = node.Models.Open(node.Models.Find("synthetic")!.Manifest);
        return new Server(node, model, [await BareServer.StartAsync(model), await BareServer.StartAsync(model)]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (BareServer bare in _bare)
            await bare.DisposeAsync();
        _model.Dispose();
        await _node.DisposeAsync();
    }
}
