using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Chat;

/// <summary>An answer that says something and calls two tools, which the sample model does not do, in every API.</summary>
public sealed class ParallelCallTests(TestNode node)
{
    private const string Answer = "Both.<tool_call>{\"name\":\"pay\",\"arguments\":{\"to\":\"bob\"}}</tool_call><tool_call>{\"name\":\"pay\",\"arguments\":{\"to\":\"eve\"}}</tool_call>";

    [Fact]
    public async Task Chat_TwoCalls_AreNumbered()
    {
        (JsonElement whole, JsonElement[] events) = await WriteAsync(new ChatJson(Request()));

        JsonElement calls = whole.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls");
        Assert.Equal(2, calls.EnumerateArray().Select(static call => call.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(
            [0, 1],
            events.Select(static chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
                .Single(static delta => delta.TryGetProperty("tool_calls", out _)).GetProperty("tool_calls").EnumerateArray().Select(static call => call.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Responses_TwoCalls_AreItemsAfterTheMessage()
    {
        (JsonElement whole, JsonElement[] events) = await WriteAsync(new ResponseJson(Request(), new ResponseEcho(null, "[]"u8.ToArray(), "\"auto\""u8.ToArray(), "{}"u8.ToArray(), "{}"u8.ToArray())));

        Assert.Equal(["message", "function_call", "function_call"], whole.GetProperty("output").EnumerateArray().Select(static item => item.GetProperty("type").GetString()));
        Assert.Equal([0, 1, 2], events.Where(static item => Type(item) == "response.output_item.done").Select(static item => item.GetProperty("output_index").GetInt32()));
        Assert.Equal("""{"to":"eve"}""", events.Last(static item => Type(item) == "response.function_call_arguments.done").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Messages_TwoCalls_AreBlocksAfterTheText()
    {
        (JsonElement whole, JsonElement[] events) = await WriteAsync(new MessageJson(Request()));

        Assert.Equal(["text", "tool_use", "tool_use"], whole.GetProperty("content").EnumerateArray().Select(static block => block.GetProperty("type").GetString()));
        Assert.Equal("eve", whole.GetProperty("content")[2].GetProperty("input").GetProperty("to").GetString());
        Assert.Equal("tool_use", whole.GetProperty("stop_reason").GetString());
        Assert.Equal([0, 1, 2], events.Where(static item => Type(item) == "content_block_stop").Select(static item => item.GetProperty("index").GetInt32()));
    }

    /// <summary>The answer in one piece, and as a stream.</summary>
    private async Task<(JsonElement Whole, JsonElement[] Events)> WriteAsync(IAnswerFormat format)
    {
        ChatRun run = ChatRun.Start(node.Node.Services.Models.Get("tinychat"), format.Request, node.Node.Keys.Draw, startedAt: 1, client: new(""), end: CancellationToken.None)[0];
        while (await run.Generation.MoveNextAsync())
        {
        }

        AssistantMessage message = AssistantMessage.Read(Answer, hasTools: true, run.ProviderNonce);
        ChatAnswer answer = new(run, run.Generation.Result, message, run.ToRecord(message) with { Finish = FinishReason.ToolCalls }, null);
        JsonElement whole = JsonDocument.Parse(JsonResponse.Format(writer => format.WriteWhole(writer, [answer])).ToArray()).RootElement;
        DefaultHttpContext context = new() { Response = { Body = new MemoryStream() } };
        using ServerSentEvents events = new(context, TimeSpan.FromSeconds(30));
        await events.SendAsync(
            () =>
            {
                format.WriteText(events, run, answer.Message.Content);
                format.Finish(events, answer);
            },
            CancellationToken.None);
        string stream = Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
        return (whole, [.. stream.Split('\n').Where(static line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(static line => JsonDocument.Parse(line[6..]).RootElement)]);
    }

    private static string? Type(JsonElement item) => item.GetProperty("type").GetString();

    private static ChatRequest Request() => ChatRequestReader.Read(
        """{"model":"tinychat","messages":[{"role":"user","content":"Pay both"}],"max_tokens":1,"tools":[{"type":"function","function":{"name":"pay"}}]}"""u8);
}
