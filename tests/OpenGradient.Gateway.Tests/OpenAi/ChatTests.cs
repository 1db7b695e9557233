using System.Net;
using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Verification;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class ChatTests(TestNode node)
{
    private const string Path = "/v1/chat/completions";
    private const string Question = """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}]}""";

    [Fact]
    public async Task Complete_Question_AnswersWithUsageAndWithoutReceipt()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, Question);

        JsonElement body = await TestNode.ReadJsonAsync(response);
        JsonElement choice = body.GetProperty("choices")[0];
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.NotEmpty(choice.GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal(
            body.GetProperty("usage").GetProperty("total_tokens").GetInt32(),
            body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() + body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.False(body.TryGetProperty("receipt", out _));
    }

    [Fact]
    public async Task Complete_Receipt_VerifiesOffline()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, Question, ("Inference-Receipt", "?1"));

        string id = (await TestNode.ReadJsonAsync(response)).GetProperty("receipt").GetProperty("id").GetString()!;
        VerificationReport report = await node.VerifyAsync(id);
        Assert.True(report.Accepted, report.ToJson());
        Assert.StartsWith($"id=\"{id}\"", response.Headers.GetValues("Inference-Receipt").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithReceipt_SendsItInTheLastChunkBeforeDone()
    {
        string json = Question.TrimEnd('}') + ""","stream":true,"stream_options":{"include_usage":true,"include_receipt":true}}""";

        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        string[] events = await ReadEventsAsync(response);
        Assert.Equal("[DONE]", events[^1]);
        JsonElement tail = JsonDocument.Parse(events[^2]).RootElement;
        Assert.Empty(tail.GetProperty("choices").EnumerateArray());
        Assert.True(tail.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        string provider = Provider(tail.GetProperty("receipt"));
        Assert.StartsWith($"provider=\"{provider}\", url=\"/v1/receipts/{provider}\", disclosure-token=\"", response.Headers.GetValues("Inference-Receipt").Single(), StringComparison.Ordinal);
        Assert.All(events[..^2], static chunk => Assert.False(JsonDocument.Parse(chunk).RootElement.TryGetProperty("receipt", out _)));
    }

    [Fact]
    public async Task Stream_WithoutAsking_HasNoReceiptAndTheSameText()
    {
        using HttpResponseMessage stream = await node.PostJsonAsync(Path, Question.TrimEnd('}') + ""","stream":true}""");
        using HttpResponseMessage whole = await node.PostJsonAsync(Path, Question);

        string[] events = await ReadEventsAsync(stream);
        JsonElement[] chunks = [.. events[..^1].Select(static data => JsonDocument.Parse(data).RootElement)];
        string text = string.Concat(chunks.Select(static chunk => chunk.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out JsonElement content) ? content.GetString() : ""));
        Assert.Equal((await TestNode.ReadJsonAsync(whole)).GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), text);
        Assert.DoesNotContain(chunks, static chunk => chunk.TryGetProperty("receipt", out _) || chunk.TryGetProperty("usage", out _));
        Assert.False(stream.Headers.Contains("Inference-Receipt"));
        Assert.Equal("stop", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Complete_MaxTokens_FinishesWithLength()
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, Question.TrimEnd('}') + ""","max_tokens":2}""");

        JsonElement body = await TestNode.ReadJsonAsync(response);
        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(2, body.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_ClientGoesAway_GetsAReceiptThatSaysAborted()
    {
        // Hot, so that the model rarely ends its turn soon; if it does, before the client has gone, the next attempt will not.
        string json = Question.TrimEnd('}') + ""","stream":true,"temperature":100,"stream_options":{"include_receipt":true}}""";
        string finish = "stop";

        for (int attempt = 0; attempt < 20 && finish != "aborted"; attempt++)
            finish = await FindFinishAsync(await StreamAndLeaveAsync(json));

        Assert.Equal("aborted", finish);
    }

    /// <summary>Reads the beginning of a stream and closes the connection; returns the provider's nonce.</summary>
    private async Task<string> StreamAndLeaveAsync(string json)
    {
        // Without this the client would read on for a while, in order to keep the connection.
        using HttpClient client = new(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = node.Node.Address };
        HttpRequestMessage request = new(HttpMethod.Post, Path) { Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.Headers.GetValues("Inference-Receipt").Single().Split('"')[1];
    }

    private async Task<string> FindFinishAsync(string provider)
    {
        while (true)
        {
            JsonElement list = JsonDocument.Parse(await node.Http.GetStringAsync("/v1/receipts?limit=50")).RootElement;
            foreach (JsonElement receipt in list.EnumerateArray().Where(static receipt => receipt.GetProperty("kind").GetString() == "chat"))
            {
                JsonElement bundle = JsonDocument.Parse(await node.Http.GetStringAsync($"/v1/receipts/{receipt.GetProperty("id").GetString()}")).RootElement;
                JsonElement predicate = JsonDocument.Parse(bundle.GetProperty("dsse").GetProperty("payload").GetBytesFromBase64()).RootElement.GetProperty("predicate");
                if (predicate.GetProperty("nonce").GetProperty("provider").GetString() == provider)
                    return predicate.GetProperty("output").GetProperty("finish").GetString()!;
            }
        }
    }

    [Theory]
    [InlineData("""{"model":"nothing","messages":[{"role":"user","content":"x"}]}""", 404, "model")]
    [InlineData("""{"model":"price-risk","messages":[{"role":"user","content":"x"}]}""", 400, "model")]
    [InlineData("""{"model":"tinychat","messages":[{"role":"user","content":"x"}],"temperature":-1}""", 400, "temperature")]
    [InlineData("""{"model":"tinychat","messages":[{"role":"user","content":"x"}],"top_p":2}""", 400, "top_p")]
    [InlineData("""{"model":"tinychat","messages":[{"role":"user","content":"x"}],"max_tokens":0}""", 400, "max_tokens")]
    [InlineData("""{"model":"tinychat","messages":[{"role":"user","content":"x"}],"seed":1e99}""", 400, "seed")]
    [InlineData("""{"model":"tinychat","messages":[{"role":"user","content":"x"}],"n":17,"stream":true}""", 400, "n")]
    [InlineData("not json", 400, "body")]
    public async Task Complete_BadRequest_AnswersWithTheOpenAiErrorObject(string json, int status, string param)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        JsonElement error = (await TestNode.ReadJsonAsync(response)).GetProperty("error");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Complete_PromptLongerThanTheContext_Answers400()
    {
        string json = $$"""{"model":"tinychat","messages":[{"role":"user","content":"{{new string('7', 20_000)}}"}]}""";

        using HttpResponseMessage response = await node.PostJsonAsync(Path, json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("messages", (await TestNode.ReadJsonAsync(response)).GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Models_List_HasEveryModel()
    {
        JsonElement list = JsonDocument.Parse(await node.Http.GetStringAsync("/v1/models")).RootElement;

        Assert.Superset(
            new HashSet<string?> { "digits", "price-risk", "tinychat" },
            list.GetProperty("data").EnumerateArray().Select(static model => model.GetProperty("id").GetString()).ToHashSet());
    }

    private static async Task<string[]> ReadEventsAsync(HttpResponseMessage response)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(static line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(static line => line["data: ".Length..])];
    }

    private static string Provider(JsonElement receipt)
    {
        JsonElement payload = JsonDocument.Parse(receipt.GetProperty("dsse").GetProperty("payload").GetBytesFromBase64()).RootElement;
        return payload.GetProperty("predicate").GetProperty("nonce").GetProperty("provider").GetString()!;
    }
}
