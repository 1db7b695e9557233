using System.Net;
using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Primitives;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.Hosting;

public sealed class NodeTests(TestNode node)
{
    [Theory]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:99", HttpStatusCode.OK)]
    [InlineData("[::1]:99", HttpStatusCode.OK)]
    public async Task Request_HostHeader_MustNameThisMachine(string host, HttpStatusCode expected)
    {
        HttpRequestMessage request = new(HttpMethod.Get, "/health/ready") { Headers = { Host = host } };

        using HttpResponseMessage response = await node.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.BadRequest)
            Assert.Equal("host_refused", (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("PUT", "/v1/models", 405)]
    [InlineData("GET", "/log/../keys/node.pem", 404)]
    [InlineData("GET", "/log/%2e%2e/keys/node.pem", 404)]
    [InlineData("GET", "/log/.state/sequence", 404)]
    [InlineData("GET", "/log/tile/0/999", 404)]
    public async Task Request_NoSuchThing_AnswersWithAnErrorObject(string method, string path, int status)
    {
        using HttpResponseMessage response = await node.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Log_Resources_HaveTheirTypesAndCaching()
    {
        await node.VerifyAsync(await node.InferAsync());

        using HttpResponseMessage checkpoint = await node.Http.GetAsync("/log/checkpoint");
        string size = (await checkpoint.Content.ReadAsStringAsync()).Split('\n')[1];
        using HttpResponseMessage tile = await node.Http.GetAsync($"/log/tile/0/000.p/{size}");

        Assert.Equal("text/plain", checkpoint.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", checkpoint.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);
        Assert.Contains("immutable", tile.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DirectoryInUse_IsRefused()
    {
        using TemporaryDirectory data = new();
        await using Node first = await StartAsync(data.Path);

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => StartAsync(data.Path));

        Assert.Equal(InvalidInputKind.Conflict, error.Kind);
    }

    [Fact]
    public async Task Start_PortInUse_IsRefusedAndNothingStaysLocked()
    {
        using TemporaryDirectory data = new();
        NodeOptions options = new() { DataDirectory = data.Path, Port = node.Node.Address.Port };

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => Node.StartAsync(options, null, CancellationToken.None));

        Assert.Equal("port", error.Subject);
        await (await StartAsync(data.Path)).DisposeAsync();
    }

    [Theory]
    [InlineData("port", 70000, "127.0.0.1", "n")]
    [InlineData("address", 0, "here", "n")]
    [InlineData("name", 0, "127.0.0.1", "two words")]
    public async Task Start_BadOption_IsNamedAndTouchesNothing(string subject, int port, string address, string name)
    {
        using TemporaryDirectory data = new();
        NodeOptions options = new() { DataDirectory = Path.Combine(data.Path, "data"), Port = port, Address = address, Name = name };

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => Node.StartAsync(options, null, CancellationToken.None));

        Assert.Equal(subject, error.Subject);
        Assert.False(Directory.Exists(options.DataDirectory));
    }

    [Fact]
    public async Task Start_NewDirectory_KeepsReceiptsFromOtherUsers()
    {
        using TemporaryDirectory data = new();
        await using Node started = await StartAsync(data.Path);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data.Path, "node.db")));
    }

    [Fact]
    public async Task Restart_WithRotatedKey_OldReceiptsStillVerify()
    {
        using TemporaryDirectory data = new();
        string id;
        await using (Node first = await StartAsync(data.Path, SampleModels.Directory))
            id = await InferAsync(first);
        NodeKeys.Rotate(data.Path, TimeProvider.System);

        await using Node second = await StartAsync(data.Path);
        using HttpClient http = new() { BaseAddress = second.Address };

        Assert.Single(second.Keys.Retired);
        Assert.True((await VerifyAsync(http, id)).Accepted);
        Assert.True((await VerifyAsync(http, await InferAsync(second))).Accepted);
    }

    [Fact]
    public async Task Stop_WhileAStreamRuns_LetsItEnd()
    {
        using TemporaryDirectory data = new();
        await using Node stopped = await StartAsync(data.Path, SampleModels.Directory);
        using HttpClient http = new() { BaseAddress = stopped.Address };
        HttpRequestMessage request = new(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent("""{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"stream":true}""", Encoding.UTF8, "application/json"),
        };

        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Task stop = stopped.DisposeAsync().AsTask();

        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await stop;
    }

    private static Task<Node> StartAsync(string data, string? models = null) =>
        Node.StartAsync(new NodeOptions { DataDirectory = data, ModelsDirectory = models }, progress: null, CancellationToken.None);

    private static async Task<string> InferAsync(Node target)
    {
        using HttpClient http = new() { BaseAddress = target.Address };
        http.DefaultRequestHeaders.Add("Inference-Receipt", "?1");
        using HttpResponseMessage response = await http.PostAsync(
            "/v2/models/price-risk/infer", new StringContent(SampleModels.SampleInput("price-risk"), Encoding.UTF8, "application/json"));
        return (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
    }

    private static async Task<VerificationReport> VerifyAsync(HttpClient http, string id)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"/v1/receipts/{id}") { Headers = { { "Prefer", "wait=30" } } };
        using HttpResponseMessage response = await http.SendAsync(request);
        return BundleVerifier.Verify(await response.Content.ReadAsByteArrayAsync(), Policy.Default, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
    }
}
