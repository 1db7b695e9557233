using System.Net;
using System.Text;
using OpenGradient.Proxy.Tests;
using OpenGradient.Verification;

namespace OpenGradient.Client.Tests;

/// <summary>When a request is sent, how often, and with which nonce.</summary>
public sealed class VerifyingHandlerTests(NodeFixture fixture)
{
    private const string Chat = """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""";

    [Fact]
    public async Task Post_TooManyRequests_IsTriedAgainWithTheSameNonce()
    {
        List<string> sent = [];
        FakeNode node = new(async (request, cancellation) =>
        {
            sent.Add(await request.Content!.ReadAsStringAsync(cancellation));
            HttpResponseMessage response = new(sent.Count < 3 ? HttpStatusCode.TooManyRequests : HttpStatusCode.BadRequest);
            response.Headers.Add("Retry-After", "0");
            return response;
        });
        using HttpClient http = CreateClient(node);

        using HttpResponseMessage response = await http.PostAsync("v1/chat/completions", Json(Chat));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(3, sent.Count);
        Assert.Single(sent.Distinct());
        Assert.Contains("\"nonce\":", sent[0], StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(HttpRequestError.ConnectionError, 4)]
    [InlineData(HttpRequestError.ResponseEnded, 1)]
    public async Task Post_BrokenConnection_IsTriedAgainOnlyIfNothingWasSent(HttpRequestError error, int expected)
    {
        int tries = 0;
        FakeNode node = new((_, _) =>
        {
            tries++;
            throw new HttpRequestException(error);
        });
        using HttpClient http = CreateClient(node);

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync("v1/chat/completions", Json(Chat)));

        Assert.Equal(expected, tries);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Post_ErrorOfTheNode_IsNotTriedAgain(HttpStatusCode status)
    {
        int tries = 0;
        FakeNode node = new((_, _) =>
        {
            tries++;
            return Task.FromResult(new HttpResponseMessage(status));
        });
        using HttpClient http = CreateClient(node);

        using HttpResponseMessage response = await http.PostAsync("v1/chat/completions", Json(Chat));

        Assert.Equal((status, 1), (response.StatusCode, tries));
    }

    [Theory]
    [InlineData("v1/embeddings")]
    [InlineData("v1/responses")]
    [InlineData("hub/models")]
    public async Task Post_WhatCannotBeCompared_AsksNothing(string path)
    {
        using HttpClient http = CreateClient(new FakeNode(static (_, _) => throw new InvalidOperationException("asked")));

        UnverifiedAnswerException refused = await Assert.ThrowsAsync<UnverifiedAnswerException>(() => http.PostAsync(path, Json(Chat)));

        Assert.Contains("nothing was asked", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Send_Synchronously_IsNotSupported()
    {
        using HttpClient http = CreateClient(new FakeNode(static (_, _) => throw new InvalidOperationException("asked")));
        using HttpRequestMessage request = new(HttpMethod.Post, "v1/chat/completions") { Content = Json(Chat) };

        Assert.Throws<NotSupportedException>(() => http.Send(request));
    }

    [Fact]
    public async Task Post_Cancelled_Ends()
    {
        using CancellationTokenSource stop = new();
        using HttpClient http = CreateClient(new FakeNode(async (_, cancellation) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            return new HttpResponseMessage();
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => http.PostAsync("v1/chat/completions", Json(Chat), stop.Token));
    }

    [Fact]
    public async Task Post_TwoChoices_BothAreVerifiedAndKept()
    {
        List<VerifiedAnswer> kept = [];
        using OpenGradientClient client = new(new OpenGradientOptions { Node = fixture.Node.Address, Keep = kept.Add });
        using HttpRequestMessage request = new(HttpMethod.Post, "v1/completions") { Content = Json("""{"model":"tinychat","prompt":"1 + 1","max_tokens":4,"n":2,"temperature":1}""") };

        using HttpResponseMessage response = await client.Http.SendAsync(request);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(2, kept.Count);
        Assert.True(request.Options.TryGetValue(VerifyingHandler.Answers, out IReadOnlyList<VerifiedAnswer>? answers));
        Assert.Equal(kept, answers);
        Assert.All(kept, static answer => Assert.True(BundleVerifier.Verify(answer.Bundle, Policy.Default, DateTimeOffset.UtcNow.ToUnixTimeSeconds()).Accepted));
    }

    private static HttpClient CreateClient(FakeNode node)
    {
        OpenGradientOptions options = new() { Node = new Uri("http://node.invalid"), Attempts = 4 };
        return new HttpClient(new VerifyingHandler(options, node)) { BaseAddress = options.AddressOf("") };
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
