using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using OpenGradient.Cli.Tests.Nodes;

namespace OpenGradient.Cli.Tests.Mcp;

/// <summary><c>og mcp --http</c>, driven by the protocol's own client.</summary>
[Trait("Category", "Slow")]
public sealed class McpHttpTests(RunningNode node) : IClassFixture<RunningNode>
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}""";

    [Theory]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Tools_AskVerifyExplainSearch_TellTheVerdict(string version)
    {
        using McpServerProcess server = new(node.Address);
        await using McpClient client = await server.ConnectAsync(version);
        Assert.Equal(version, client.NegotiatedProtocolVersion);
        IList<McpClientTool> tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["explain_receipt", "run_model", "search_models", "verify_bundle"], tools.Select(static tool => tool.Name).Order(StringComparer.Ordinal));

        JsonNode models = await CallAsync(client, "search_models", ("query", "chat"));
        JsonNode answer = await CallAsync(client, "run_model", ("model", (string?)models["models"]![0]!["name"]), ("prompt", "What is 12 + 30?"));
        Assert.Equal("12 + 30 = 42", (string?)answer["answer"]);
        string id = (string)answer["verdict"]!["receiptId"]!;
        JsonNode explained = await CallAsync(client, "explain_receipt", ("receiptId", id));
        Assert.True((bool?)explained["verdict"]!["accepted"]);
        JsonNode verified = await CallAsync(client, "verify_bundle", ("bundle", node.Ask("receipt", "get", id).Expect(0)));
        Assert.Equal(id, (string?)verified["verdict"]!["receiptId"]);
    }

    [Fact]
    public async Task Call_UnknownModel_IsAnErrorWithTheReason()
    {
        using McpServerProcess server = new(node.Address);
        await using McpClient client = await server.ConnectAsync("2025-06-18");

        CallToolResult result = await client.CallToolAsync("run_model", Arguments(("model", "nobody"), ("prompt", "?")), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(result.IsError);
        Assert.Contains("nobody", TextOf(result), StringComparison.Ordinal);
    }

    /// <summary>A page of the web whose name was made to lead here must not reach the tools through the browser of this machine.</summary>
    [Theory]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1.evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "evil.example", HttpStatusCode.BadRequest)]
    [InlineData("http://localhost:3000", null, HttpStatusCode.OK)]
    [InlineData(null, null, HttpStatusCode.OK)]
    public async Task Post_OriginOrHost_OnlyThisMachinesAreServed(string? origin, string? host, HttpStatusCode expected)
    {
        using McpServerProcess server = new(node.Address);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, server.Address) { Content = new StringContent(Initialize, Encoding.UTF8, "application/json") };
        request.Headers.Host = host;
        request.Headers.Add("Accept", ["application/json", "text/event-stream"]);
        if (origin is not null)
            request.Headers.Add("Origin", origin);

        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK, response.Headers.Contains("Mcp-Session-Id"));
    }

    private static Dictionary<string, object?> Arguments(params ReadOnlySpan<(string Name, string? Value)> arguments)
    {
        Dictionary<string, object?> all = [];
        foreach ((string name, string? value) in arguments)
            all.Add(name, value);
        return all;
    }

    private static async Task<JsonNode> CallAsync(McpClient client, string tool, params (string Name, string? Value)[] arguments)
    {
        CallToolResult result = await client.CallToolAsync(tool, Arguments(arguments), cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(result.IsError ?? false, TextOf(result));
        return JsonNode.Parse(TextOf(result))!;
    }

    private static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>A server on a free port, stopped by SIGTERM.</summary>
    private sealed class McpServerProcess : IDisposable
    {
        private const string ListeningPrefix = "listening on ";

        private readonly Process _process;

        public McpServerProcess(string node)
        {
            _process = Process.Start(Og.StartInfo("mcp", "--http", "--port", "0", "--node", node))!;
            string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(_process.StandardError.ReadToEnd());
            Address = new Uri(line[ListeningPrefix.Length..]);
        }

        public Uri Address { get; }

        public Task<McpClient> ConnectAsync(string version) => McpClient.CreateAsync(
            new HttpClientTransport(new HttpClientTransportOptions { Endpoint = Address, TransportMode = HttpTransportMode.StreamableHttp }),
            new McpClientOptions { ProtocolVersion = version },
            cancellationToken: TestContext.Current.CancellationToken);

        public void Dispose()
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            kill.WaitForExit();
            _process.WaitForExit();
            Assert.Equal(0, _process.ExitCode);
            Assert.Equal("", _process.StandardOutput.ReadToEnd()); // a refusal is an answer, and no defect that is logged with its stack
            _process.Dispose();
        }
    }
}
