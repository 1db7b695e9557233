using System.Text.Json;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>An answer that the node cut off: clients get a word that they know, and the receipt says what happened.</summary>
public sealed class AbortedAnswerTests(TestNode node)
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"What is 12 + 30?\"}]";

    [Theory]
    [InlineData("/v1/chat/completions", Messages, "choices 0 finish_reason", "length")]
    [InlineData("/v1/completions", "\"prompt\":\"12 + 30\"", "choices 0 finish_reason", "length")]
    [InlineData("/v1/responses", "\"input\":\"What is 12 + 30?\"", "incomplete_details reason", "max_output_tokens")]
    [InlineData("/v1/responses", "\"input\":\"What is 12 + 30?\"", "status", "incomplete")]
    [InlineData("/v1/messages", Messages + ",\"max_tokens\":4000", "stop_reason", "max_tokens")]
    public async Task Complete_TimeIsOver_SaysWhatClientsKnow(string path, string question, string place, string expected)
    {
        JsonElement answer = default;

        // Hot, so that the model rarely ends its turn within the time; where it does, the next attempt will not.
        for (int attempt = 0; attempt < 20 && (attempt == 0 || FinishOf(answer) != "aborted"); attempt++)
            answer = await AskAsync(path, $$"""{"model":"tinychat","temperature":100,{{question}}}""");

        Assert.Equal("aborted", FinishOf(answer));
        Assert.Equal(expected, Find(answer, place).GetString());
    }

    [Fact]
    public async Task Stream_TimeIsOver_SaysLengthAndIsDone()
    {
        string finish = "";
        for (int attempt = 0; attempt < 20 && finish != "length"; attempt++)
        {
            string json = $$"""{"model":"tinychat","temperature":100,"stream":true,{{Messages}}}""";
            using HttpResponseMessage response = await node.PostJsonAsync("/v1/chat/completions", json, ("Answer-Time", "1"));
            string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("data: [DONE]", events[^1]);
            finish = Find(JsonDocument.Parse(events[^2]["data: ".Length..]).RootElement, "choices 0 finish_reason").GetString()!;
        }

        Assert.Equal("length", finish);
    }

    private async Task<JsonElement> AskAsync(string path, string json)
    {
        using HttpResponseMessage response = await node.PostJsonAsync(
            path, json, ("Answer-Time", "1"), ("Inference-Receipt", "?1"), ("anthropic-version", "2023-06-01"));
        return await TestNode.ReadJsonAsync(response);
    }

    private static string? FinishOf(JsonElement answer) =>
        Find(JsonDocument.Parse(Find(answer, "receipt dsse payload").GetBytesFromBase64()).RootElement, "predicate output finish").GetString();

    private static JsonElement Find(JsonElement json, string place) => place.Split(' ').Aggregate(
        json, static (found, step) => found.ValueKind == JsonValueKind.Array ? found[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : found.GetProperty(step));
}
