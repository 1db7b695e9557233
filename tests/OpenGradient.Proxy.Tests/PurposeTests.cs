using System.Text;
using System.Text.Json.Nodes;
using OpenGradient.Gateway;
using OpenGradient.Tests;
using OpenGradient.Verification;

namespace OpenGradient.Proxy.Tests;

/// <summary>A node that holds requests to a policy of its own is told what a request is for by the proxy, as by anybody.</summary>
public sealed class PurposeTests(NodeFixture fixture) : IClassFixture<NodeFixture>, IAsyncLifetime
{
    private const string Question = """{"role":"user","content":"What is 12 + 30?"}""";
    private const string Rules = """{"rules":[{"for":"chat","require":[]},{"for":"transfer","upTo":"100","require":["signature","log","output"]}]}""";

    private Node _gate = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.True(Policy.TryParse(Encoding.UTF8.GetBytes(Rules), out Policy? policy, out _));
        _gate = await Node.StartAsync(new NodeOptions { DataDirectory = fixture.NewFolder(), ModelsDirectory = Repository.PathOf("models"), Policy = policy }, progress: null, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _gate.DisposeAsync();

    [Theory]
    [InlineData("chat", null, 200)]
    [InlineData(null, "chat", 200)]
    [InlineData("transfer; amount=20", "chat", 403)]
    [InlineData("transfer; amount=9000", null, 403)]
    [InlineData(null, null, 403)]
    public async Task Post_WithAPurpose_IsHeldToTheNodesRuleForIt(string? said, string? configured, int status)
    {
        await using VerifyingProxy proxy = await StartAsync(configured);

        foreach ((string path, string body) in new[] { ("/v1/chat/completions", Request()), ("/v2/models/price-risk/infer", Tensors()) })
        {
            (int actual, string answer) = await PostAsync(proxy, path, body, said);
            Assert.True(actual == status, $"{path}: {actual} {answer}");
        }
    }

    /// <summary>The amount goes along, and so does the evidence that the rule for it asks for.</summary>
    [Fact]
    public async Task Post_TransferWithEvidence_RunsUpToItsAmount()
    {
        await using VerifyingProxy proxy = await StartAsync(null);
        (_, string first) = await PostAsync(proxy, "/v1/chat/completions", Request(), "chat");
        JsonNode answer = JsonNode.Parse(first)!;
        string message = answer["choices"]![0]!["message"]!.ToJsonString();
        using HttpClient http = new() { BaseAddress = proxy.Address };
        byte[] bundle = await http.GetByteArrayAsync(new Uri($"/v1/receipts/{answer["receipt"]!["id"]}", UriKind.Relative));
        string request = Request($"{message},{{\"role\":\"user\",\"content\":\"Then pay it.\"}}", bundle);

        (int status, string body) = await PostAsync(proxy, "/v1/chat/completions", request, "transfer; amount=99.50");
        (int above, _) = await PostAsync(proxy, "/v1/chat/completions", request, "transfer; amount=100.50");

        Assert.True(status == 200, body);
        Assert.Equal(403, above);
    }

    private Task<VerifyingProxy> StartAsync(string? purpose) => VerifyingProxy.StartAsync(
        new ProxyOptions { Node = _gate.Address, StoreDirectory = fixture.NewFolder(), Policy = Policy.Default, Purpose = new Purpose(purpose) }, CancellationToken.None);

    private static async Task<(int Status, string Body)> PostAsync(VerifyingProxy proxy, string path, string json, string? purpose)
    {
        using HttpClient http = new() { BaseAddress = proxy.Address };
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = NodeFixture.Json(json) };
        if (purpose is not null)
            request.Headers.Add(Purpose.HeaderName, purpose);
        using HttpResponseMessage response = await http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static string Request(string more = "", byte[]? evidence = null)
    {
        string receipt = evidence is null ? "" : $$""","evidence":["{{Convert.ToBase64String(evidence)}}"]""";
        return $$"""{"model":"tinychat","messages":[{{Question}}{{(more.Length == 0 ? "" : ",")}}{{more}}],"receipt":{"include":true{{receipt}}} }""";
    }

    private static string Tensors() => File.ReadAllText(Repository.PathOf("models/price-risk/sample-input.json"));
}
