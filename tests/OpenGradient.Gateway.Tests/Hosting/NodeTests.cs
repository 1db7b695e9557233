using System.Net;
using System.Runtime.Versioning;
using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Hub;
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
    public async Task Start_PortInUse_IsRefusedBeforeAnythingIsDone()
    {
        using TemporaryDirectory data = new();
        NodeOptions options = new() { DataDirectory = data.Path, ModelsDirectory = SampleModels.Directory, Port = node.Node.Address.Port };
        ProgressList progress = new();

        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => Node.StartAsync(options, progress, CancellationToken.None));

        Assert.Equal((InvalidInputKind.Conflict, "port"), (error.Kind, error.Subject));
        Assert.Contains("--port 0", error.Message, StringComparison.Ordinal);
        Assert.Empty(progress);
        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Path));
    }

    [Fact]
    public async Task Start_OneModelIsDamaged_IsReportedAndTheOthersAreThere()
    {
        using TemporaryDirectory data = new();
        using TemporaryDirectory models = new();
        File.Copy(Path.Combine(SampleModels.Directory, "price-risk/price-risk.onnx"), Path.Combine(models.Path, "whole.onnx"));
        File.WriteAllBytes(Path.Combine(models.Path, "cut.onnx"), File.ReadAllBytes(Path.Combine(models.Path, "whole.onnx"))[..2000]);
        File.WriteAllText(Path.Combine(models.Path, "text.gguf"), "# not a model");
        ProgressList progress = new();

        await using Node started = await Node.StartAsync(
            new NodeOptions { DataDirectory = data.Path, ModelsDirectory = models.Path }, progress, CancellationToken.None);

        Assert.Equal("whole", Assert.Single(started.Models.List()).Name);
        string[] reasons = [.. progress.Where(static step => step.Stage == ImportStage.Refused).Select(static step => step.Reason!)];
        Assert.Equal(2, reasons.Length);
        Assert.StartsWith($"{Path.Combine(models.Path, "cut.onnx")}: The file is damaged: at byte ", reasons[0], StringComparison.Ordinal);
        Assert.Contains("text.gguf: This is neither a GGUF nor an ONNX model", reasons[1], StringComparison.Ordinal);
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
    [UnsupportedOSPlatform("windows")]
    public async Task Start_DirectoryOpenToOthers_IsClosedAndSaysSoOnce()
    {
        using TemporaryDirectory data = new();
        await (await StartAsync(data.Path)).DisposeAsync();
        string[] secrets = [data.Path, Path.Combine(data.Path, "keys/node.pem"), Path.Combine(data.Path, "node.db")];
        foreach (string path in secrets)
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using (Node first = await StartAsync(data.Path))
            Assert.Equal(secrets.Order(), first.TightenedPaths.Order());

        await using Node second = await StartAsync(data.Path);
        Assert.Empty(second.TightenedPaths);
        Assert.All(secrets, static path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_DirectoryWithOtherThings_StaysAsOpenAsItWas()
    {
        using TemporaryDirectory data = new();
        File.WriteAllText(Path.Combine(data.Path, "notes.txt"), "");
        File.SetUnixFileMode(data.Path, File.GetUnixFileMode(data.Path) | UnixFileMode.OtherRead);

        await using Node started = await StartAsync(data.Path);

        Assert.True(File.GetUnixFileMode(data.Path).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public async Task Restart_WithRotatedKey_OldReceiptsStillVerify()
    {
        using TemporaryDirectory data = new();
        string id;
        string name;
        await using (Node first = await StartAsync(data.Path, SampleModels.Directory))
            (id, name) = (await InferAsync(first), first.Name);
        NodeKeys.Rotate(data.Path, TimeProvider.System);

        await using Node second = await StartAsync(data.Path);
        using HttpClient http = new() { BaseAddress = second.Address };

        Assert.Single(second.Keys.Retired);
        Assert.Equal(name, second.Name);
        Assert.True((await VerifyAsync(http, id)).Accepted);
        Assert.True((await VerifyAsync(http, await InferAsync(second))).Accepted);
        using HttpResponseMessage twin = await http.GetAsync(new Uri($"/v1/receipts/{id}/twins/cose", UriKind.Relative));
        Assert.Contains("was replaced since", await twin.Content.ReadAsStringAsync(), StringComparison.Ordinal);
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
