using System.Net;
using OpenGradient.Primitives;

namespace OpenGradient.Proxy.Tests;

/// <summary>The key of a node behind a front end goes to that node with every request, and nowhere else.</summary>
public sealed class NodeKeyTests(NodeFixture fixture) : IClassFixture<NodeFixture>
{
    private const string Secret = "sk-the-nodes-own";

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""")]
    [InlineData("/v1/messages/count_tokens", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""")]
    public async Task Post_NodeWithAKey_EveryRequestHasItInThePlaceOfTheClients(string path, string body)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, nodeKey: Create(Secret));

        (int status, string answer) = await proxy.PostAsync(path, body, ("Authorization", "Bearer sk-of-another-service"));

        Assert.True(status == 200, answer);
        Assert.NotEmpty(proxy.Liar.Authorizations);
        Assert.All(proxy.Liar.Authorizations, static authorization => Assert.Equal($"Bearer {Secret}", authorization));
        Assert.DoesNotContain(Secret, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Concat(Directory.GetFiles(proxy.Store).Select(File.ReadAllText)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_NodeWithoutAKey_GetsNeitherKey()
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture);

        await proxy.PostAsync("/v1/messages/count_tokens", """{"model":"tinychat","messages":[{"role":"user","content":"x"}]}""", ("Authorization", "Bearer sk-of-another-service"));

        Assert.All(proxy.Liar.Authorizations, static authorization => Assert.DoesNotContain("sk-", authorization, StringComparison.Ordinal));
    }

    /// <summary>To this router one part of a path; a front end that decodes it once more finds the way to another service, with the node's key.</summary>
    [Theory]
    [InlineData("GET", "/v1/models/..%2f..%2fadmin")]
    [InlineData("GET", "/v1/receipts/..%5c..%5cadmin")]
    [InlineData("GET", "/v1/models/%252e%252e")]
    [InlineData("POST", "/v2/models/%252e%252e/infer")]
    [InlineData("POST", "/v2/models/..%2f..%2fadmin/infer")]
    public async Task Send_PathThatLeadsElsewhere_DoesNotReachTheNode(string method, string path)
    {
        await using TestProxy proxy = await TestProxy.StartAsync(fixture, nodeKey: Create(Secret));
        using HttpRequestMessage request = new(new HttpMethod(method), path) { Content = method == "POST" ? NodeFixture.Json("""{"inputs":[{"name":"x","shape":[1],"datatype":"FP32","data":[1]}]}""") : null };

        using HttpResponseMessage response = await proxy.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(proxy.Liar.Authorizations);
    }

    [Fact]
    public async Task Start_KeyOverTheNetworkInClear_IsRefused()
    {
        ProxyOptions options = new() { Node = new Uri("http://node.example:8080/"), StoreDirectory = fixture.NewFolder(), NodeKey = Create(Secret) };

        InvalidInputException refused = await Assert.ThrowsAsync<InvalidInputException>(() => VerifyingProxy.StartAsync(options, CancellationToken.None));

        Assert.Contains("https", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Authorization")]
    [InlineData("two words", "Authorization")]
    [InlineData("line\nfeed", "Authorization")]
    [InlineData("ключ", "Authorization")]
    [InlineData("key", "X-Api-Key: other")]
    public void TryCreate_WhatNoHeaderCanHold_IsNoKey(string key, string header) => Assert.False(NodeKey.TryCreate(key, header, out _));

    private static NodeKey Create(string key) => NodeKey.TryCreate(key, "Authorization", out NodeKey? created) ? created : throw new ArgumentException("no key", nameof(key));
}
