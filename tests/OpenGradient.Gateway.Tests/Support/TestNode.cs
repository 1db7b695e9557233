using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Support;

/// <summary>A real node on a free port, with the sample models, in a directory of its own.</summary>
public sealed class TestNode : IAsyncLifetime
{
    private readonly TemporaryDirectory _data = new();

    public Node Node { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await Node.StartAsync(
            new NodeOptions { DataDirectory = _data.Path, ModelsDirectory = SampleModels.Directory, MaximumRequestBytes = 1 << 20 },
            progress: null,
            CancellationToken.None);
        Http = new HttpClient { BaseAddress = Node.Address };
        // Tests that kill and hammer share the disk: a checkpoint may take longer than the node waits by default.
        Http.DefaultRequestHeaders.Add("Prefer", "wait=30");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Node.DisposeAsync();
        _data.Dispose();
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> PostBytesAsync(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request);
    }

    /// <summary>Runs price-risk on its sample with a receipt; returns the receipt's id.</summary>
    public async Task<string> InferAsync()
    {
        using HttpResponseMessage response = await PostJsonAsync("/v2/models/price-risk/infer", SampleModels.SampleInput("price-risk"), ("Inference-Receipt", "?1"));
        return (await ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
    }

    public async Task<VerificationReport> VerifyAsync(string id) =>
        BundleVerifier.Verify(await Http.GetByteArrayAsync($"/v1/receipts/{id}"), Policy.Default, DateTimeOffsetNow(), reexecute: null);

    public static async Task<JsonElement> ReadJsonAsync(HttpResponseMessage response)
    {
        using JsonDocument document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        return document.RootElement.Clone();
    }

    private static long DateTimeOffsetNow() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
}
