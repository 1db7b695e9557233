using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.OpenAi;

/// <summary>How likely tokens were, in the responses API: the same as in chat completions, whole and streamed.</summary>
public sealed class ResponseLogprobsTests(TestNode node)
{
    private const string Body = """{"model":"tinychat","input":"What is 12 + 30?","top_logprobs":2,"include":["message.output_text.logprobs"]}""";

    [Fact]
    public async Task Respond_WithLogprobs_TellsThoseOfTheChat()
    {
        using HttpResponseMessage chat = await node.PostJsonAsync(
            "/v1/chat/completions", """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"logprobs":true,"top_logprobs":2}""");

        using HttpResponseMessage response = await node.PostJsonAsync("/v1/responses", Body);

        JsonElement answer = await TestNode.ReadJsonAsync(response);
        Assert.Equal(2, answer.GetProperty("top_logprobs").GetInt32());
        Assert.Equal(
            (await TestNode.ReadJsonAsync(chat)).GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").GetRawText(),
            Part(answer).GetProperty("logprobs").GetRawText());
        Assert.NotEqual(0, Part(answer).GetProperty("logprobs").GetArrayLength());
    }

    [Fact]
    public async Task Respond_Streamed_TellsThemWithTheTextAndAtItsEnd()
    {
        using HttpResponseMessage response = await node.PostJsonAsync("/v1/responses", Body.TrimEnd('}') + ",\"stream\":true}");

        JsonElement[] events =
        [
            .. (await response.Content.ReadAsStringAsync()).Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(static line => JsonDocument.Parse(line[6..]).RootElement),
        ];
        string[] told = [.. events.Where(static item => Type(item) == "response.output_text.delta").SelectMany(static item => item.GetProperty("logprobs").EnumerateArray()).Select(static token => token.GetRawText())];
        JsonElement whole = events.Single(static item => Type(item) == "response.completed").GetProperty("response");
        Assert.Equal(Part(whole).GetProperty("logprobs").EnumerateArray().Select(static token => token.GetRawText()), told);
        Assert.Equal(told.Length, events.Single(static item => Type(item) == "response.output_text.done").GetProperty("logprobs").GetArrayLength());
    }

    private static JsonElement Part(JsonElement response) => response.GetProperty("output")[0].GetProperty("content")[0];

    private static string? Type(JsonElement item) => item.GetProperty("type").GetString();
}
