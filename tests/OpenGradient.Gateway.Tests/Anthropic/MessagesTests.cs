using System.Net;
using System.Text;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Anthropic;

public sealed class MessagesTests(TestNode node)
{
    private const string Path = "/v1/messages";
    private const string Question = """{"model":"tinychat","max_tokens":40,"messages":[{"role":"user","content":"What is 12 + 30?"}]}""";

    [Fact]
    public async Task Create_Question_AnswersAsTheChatDoes()
    {
        using HttpResponseMessage chat = await node.PostJsonAsync("/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""");

        using HttpResponseMessage response = await node.PostJsonAsync(Path, Question, ("x-api-key", "any"), ("anthropic-version", "2023-06-01"));

        JsonElement message = await TestNode.ReadJsonAsync(response);
        Assert.Equal(
            (await TestNode.ReadJsonAsync(chat)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(),
            message.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal("end_turn", message.GetProperty("stop_reason").GetString());
        Assert.False(message.TryGetProperty("receipt", out _));
    }

    [Fact]
    public async Task Stream_Question_NamesEveryEventAsItsType()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, Question.Insert(1, "\"stream\":true,"));

        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        string[][] events = [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static item => item.Split('\n'))];
        Assert.All(events, static lines => Assert.Equal(lines[0], "event: " + JsonDocument.Parse(lines[1]["data: ".Length..]).RootElement.GetProperty("type").GetString()));
        Assert.Equal("event: message_stop", events[^1][0]);
    }

    [Theory]
    [InlineData("""{"model":"nothing","max_tokens":5,"messages":[{"role":"user","content":"x"}]}""", 404, "not_found_error", "not_found", "model: ")]
    [InlineData("""{"model":"price-risk","max_tokens":5,"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request_error", "unsupported", "model: ")]
    [InlineData("""{"model":"tinychat","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", 400, "invalid_request_error", "invalid", "max_tokens: ")]
    [InlineData("""{"model":"tinychat","max_tokens":5,"messages":[{"role":"user","content":3}]}""", 400, "invalid_request_error", "invalid", "messages[0].content: ")]
    [InlineData("{", 400, "invalid_request_error", "malformed", "body: ")]
    public async Task Create_BadRequest_AnswersInTheFormOfTheApi(string json, int status, string type, string code, string beginning)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("error", body.GetProperty("type").GetString());
        Assert.Equal(type, body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(code, body.GetProperty("error").GetProperty("code").GetString());
        Assert.StartsWith(beginning, body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/messages")]
    [InlineData("/v1/messages/count_tokens")]
    [InlineData("/v1/responses")]
    [InlineData("/v1/completions")]
    public async Task Post_HostileBodies_AreRefused(string path)
    {
        using HttpResponseMessage deep = await node.PostJsonAsync(path, $$"""{"model":"tinychat","prompt":{{new string('[', 50_000)}}""");
        using HttpResponseMessage large = await node.PostJsonAsync(path, new string(' ', 2 << 20));
        using HttpResponseMessage other = await node.Http.PostAsync(path, new StringContent(Question, Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, other.StatusCode);
    }

    [Fact]
    public async Task CountTokens_Question_IsWhatAnAnswerReads()
    {
        using HttpResponseMessage answer = await node.PostJsonAsync(Path, Question);

        using HttpResponseMessage count = await node.PostJsonAsync(Path + "/count_tokens", Question.Replace("\"max_tokens\":40,", "", StringComparison.Ordinal));

        Assert.Equal(
            (await TestNode.ReadJsonAsync(answer)).GetProperty("usage").GetProperty("input_tokens").GetInt32(),
            (await TestNode.ReadJsonAsync(count)).GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Models_ClientOfThisApi_GetsItsForm()
    {
        HttpRequestMessage request = new(HttpMethod.Get, "/v1/models?limit=2");
        request.Headers.Add("anthropic-version", "2023-06-01");

        using HttpResponseMessage response = await node.Http.SendAsync(request);

        JsonElement page = await TestNode.ReadJsonAsync(response);
        Assert.Equal(2, page.GetProperty("data").GetArrayLength());
        Assert.True(page.GetProperty("has_more").GetBoolean());
        Assert.Equal(page.GetProperty("last_id").GetString(), page.GetProperty("data")[1].GetProperty("id").GetString());
    }
}
