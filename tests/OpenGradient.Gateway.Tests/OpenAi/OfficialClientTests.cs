using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenGradient.Gateway.Tests.Support;

namespace OpenGradient.Gateway.Tests.OpenAi;

/// <summary>The official OpenAI package for .NET against a node, as its users write it.</summary>
public sealed class OfficialClientTests(TestNode node)
{
    private static readonly ChatTool Pay = ChatTool.CreateFunctionTool(
        "pay",
        "Pay an amount to a payee.",
        BinaryData.FromString("""{"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"number"}},"required":["to","amount"]}"""));

    [Fact]
    public async Task CompleteChat_Question_Answers()
    {
        ClientResult<ChatCompletion> result = await CreateClient().CompleteChatAsync([new UserChatMessage("What is 12 + 30?")], new ChatCompletionOptions { Temperature = 0 });

        Assert.Equal(ChatFinishReason.Stop, result.Value.FinishReason);
        Assert.NotEmpty(result.Value.Content[0].Text);
        Assert.True(result.Value.Usage.TotalTokenCount > 0);
    }

    [Fact]
    public async Task CompleteChatStreaming_Question_GivesTheSameText()
    {
        ChatClient client = CreateClient();
        string streamed = "";

        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync([new UserChatMessage("What is 12 + 30?")]))
            streamed += string.Concat(update.ContentUpdate.Select(static part => part.Text));

        ClientResult<ChatCompletion> whole = await client.CompleteChatAsync([new UserChatMessage("What is 12 + 30?")]);
        Assert.Equal(whole.Value.Content[0].Text, streamed);
    }

    [Fact]
    public async Task CompleteChat_Tool_IsCalledAndItsResultIsRead()
    {
        ChatClient client = CreateClient();
        ChatCompletionOptions options = new() { Tools = { Pay } };
        List<ChatMessage> messages = [new UserChatMessage("Pay 20 to alice")];

        ChatCompletion first = (await client.CompleteChatAsync(messages, options)).Value;

        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        ChatToolCall call = Assert.Single(first.ToolCalls);
        Assert.Equal("pay", call.FunctionName);
        Assert.Equal("alice", JsonDocument.Parse(call.FunctionArguments).RootElement.GetProperty("to").GetString());
        messages.Add(new AssistantChatMessage(first));
        messages.Add(new ToolChatMessage(call.Id, """{"status":"ok"}"""));
        ChatCompletion second = (await client.CompleteChatAsync(messages, options)).Value;
        Assert.NotEmpty(second.Content[0].Text);
    }

    [Fact]
    public async Task CompleteChatStreaming_Tool_ArrivesAsOneCall()
    {
        ChatCompletionOptions options = new() { Tools = { Pay } };
        string name = "";
        string arguments = "";
        ChatFinishReason? finish = null;

        await foreach (StreamingChatCompletionUpdate update in CreateClient().CompleteChatStreamingAsync([new UserChatMessage("Pay 20 to alice")], options))
        {
            foreach (StreamingChatToolCallUpdate call in update.ToolCallUpdates)
            {
                name += call.FunctionName;
                arguments += call.FunctionArgumentsUpdate;
            }

            finish = update.FinishReason ?? finish;
        }

        Assert.Equal("pay", name);
        Assert.Equal("alice", JsonDocument.Parse(arguments).RootElement.GetProperty("to").GetString());
        Assert.Equal(ChatFinishReason.ToolCalls, finish);
    }

    [Fact]
    public async Task CompleteChat_ParameterOutOfRange_ThrowsWithItsName()
    {
        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(
            () => CreateClient().CompleteChatAsync([new UserChatMessage("x")], new ChatCompletionOptions { PresencePenalty = 3 }));

        Assert.Equal(400, error.Status);
        Assert.Contains("presence_penalty", error.Message, StringComparison.Ordinal);
    }

    private ChatClient CreateClient() =>
        new("tinychat", new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(node.Node.Address, "/v1") });
}
