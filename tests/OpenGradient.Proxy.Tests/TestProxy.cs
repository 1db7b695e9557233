using OpenGradient.Verification;

namespace OpenGradient.Proxy.Tests;

/// <summary>A proxy before a liar before an honest node, and a client of it.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly VerifyingProxy _proxy;

    private TestProxy(VerifyingProxy proxy, LyingNode liar, string store)
    {
        _proxy = proxy;
        Liar = liar;
        Store = store;
        Http = new HttpClient { BaseAddress = proxy.Address };
    }

    public LyingNode Liar { get; }

    public HttpClient Http { get; }

    /// <summary>Where the bundles are kept.</summary>
    public string Store { get; }

    public static async Task<TestProxy> StartAsync(NodeFixture fixture, Policy? policy = null, Purpose purpose = default, Reexecution? reexecute = null, TimeSpan? answerTime = null, NodeKey? nodeKey = null)
    {
        LyingNode liar = await LyingNode.StartAsync(fixture.Node.Address);
        string store = fixture.NewFolder();
        VerifyingProxy proxy = await VerifyingProxy.StartAsync(
            new ProxyOptions { Node = liar.Address, StoreDirectory = store, Policy = policy ?? Policy.Default, Purpose = purpose, Reexecute = reexecute, AnswerTime = answerTime ?? TimeSpan.FromMinutes(10), NodeKey = nodeKey }, CancellationToken.None);
        return new TestProxy(proxy, liar, store);
    }

    public async Task<(int Status, string Body)> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = NodeFixture.Json(json) };
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _proxy.DisposeAsync();
        await Liar.DisposeAsync();
    }
}
