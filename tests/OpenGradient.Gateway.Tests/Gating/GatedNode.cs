using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Gating;

/// <summary>A node that holds requests to a policy: talk is free, transfers rest on signed answers, large ones on audited ones.</summary>
public sealed class GatedNode : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();
    private Node _node = null!;

    internal P256PrivateKey Auditor { get; } = P256PrivateKey.Generate();

    internal P256PrivateKey Second { get; } = P256PrivateKey.Generate();

    public HttpClient Http { get; private set; } = null!;

    internal Policy Policy => Policy.TryParse(Encoding.UTF8.GetBytes(
        $$"""
        { "auditors": ["{{Auditor.PublicKey.KeyId}}", "{{Second.PublicKey.KeyId}}"], "proofKeys": ["{{new string('0', 64)}}"],
          "rules": [ { "for": "chat", "require": [] },
                     { "for": "transfer", "upTo": "100", "require": ["signature", "log", "output"] },
                     { "for": "transfer", "upTo": "1000", "anyOf": [["proof"], ["audit"]] },
                     { "for": "transfer", "upTo": "5000", "anyOf": [["proof"], ["audit"]], "auditQuorum": "2" } ] }
        """), out Policy? policy, out string fault) ? policy : throw new InvalidOperationException(fault);

    public async ValueTask InitializeAsync()
    {
        NodeOptions options = new() { DataDirectory = _data.Path, ModelsDirectory = SampleModels.Directory, MaximumRequestBytes = 1 << 20, Policy = Policy };
        _node = await Node.StartAsync(options, progress: null, CancellationToken.None);
        Http = new HttpClient { BaseAddress = _node.Address };
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _node.DisposeAsync();
        _data.Dispose();
        Auditor.Dispose();
        Second.Dispose();
    }

    /// <summary>Sends a request; returns the status, and the body.</summary>
    public async Task<(int Status, string Body)> PostAsync(string path, string json, string? purpose, string contentType = "application/json")
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, contentType) };
        if (purpose is not null)
            request.Headers.Add("Inference-Purpose", purpose);
        using HttpResponseMessage response = await Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>How many receipts the node has signed.</summary>
    public async Task<int> CountReceiptsAsync()
    {
        using HttpResponseMessage response = await Http.GetAsync(new Uri("/v1/receipts?limit=200", UriKind.Relative));
        return (await TestNode.ReadJsonAsync(response)).GetArrayLength();
    }
}
