using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Responses;
using OpenGradient.Gateway.Tests.Support;

#pragma warning disable OPENAI001 // The package calls its client of the responses API experimental.

namespace OpenGradient.Gateway.Tests.OpenAi;

/// <summary>Microsoft.Extensions.AI against a node, over the chat and over the responses client of the official OpenAI package.</summary>
public sealed class ExtensionsClientTests(TestNode node)
{
    private const string Question = "What is 12 + 30?";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task GetResponse_Question_AnswersWithUsage(string api)
    {
        using IChatClient client = CreateClient(api);

        ChatResponse response = await client.GetResponseAsync(Question, new ChatOptions { Temperature = 0, MaxOutputTokens = 40 });

        Assert.Equal(ChatFinishReason.Stop, response.FinishReason ?? ChatFinishReason.Stop);
        Assert.NotEmpty(response.Text);
        Assert.True(response.Usage!.OutputTokenCount > 0);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public async Task GetStreamingResponse_Question_GivesTheSameText(string api)
    {
        using IChatClient client = CreateClient(api);

        ChatResponse streamed = await client.GetStreamingResponseAsync(Question).ToChatResponseAsync();

        Assert.Equal((await client.GetResponseAsync(Question)).Text, streamed.Text);
        Assert.True(streamed.Usage!.InputTokenCount > 0);
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    public async Task GetResponse_Function_IsInvokedAndItsResultIsRead(string api, bool isStreamed)
    {
        string payee = "";
        AIFunction pay = AIFunctionFactory.Create((string to, double amount) => $$"""{"status":"ok","amount":{{payee = to}}}""", "pay", "Pay an amount to a payee.");
        using IChatClient client = CreateClient(api).AsBuilder().UseFunctionInvocation().Build();
        ChatOptions options = new() { Tools = [pay] };

        ChatResponse response = isStreamed
            ? await client.GetStreamingResponseAsync("Pay 20 to alice", options).ToChatResponseAsync()
            : await client.GetResponseAsync("Pay 20 to alice", options);

        Assert.Equal("alice", payee);
        Assert.NotEmpty(response.Text);
        Assert.Contains(response.Messages, static message => message.Role == ChatRole.Tool);
    }

    [Fact]
    public async Task CreateResponse_PreviousResponse_ThrowsWithItsName()
    {
        CreateResponseOptions options = new() { Model = "tinychat", InputItems = { ResponseItem.CreateUserMessageItem(Question) }, PreviousResponseId = "resp_1" };

        ClientResultException error = await Assert.ThrowsAsync<ClientResultException>(() => CreateResponses().CreateResponseAsync(options));

        Assert.Equal(400, error.Status);
        Assert.Contains("previous_response_id", error.Message, StringComparison.Ordinal);
    }

    private IChatClient CreateClient(string api) => api == "chat"
        ? new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(node.Node.Address, "/v1") }).GetChatClient("tinychat").AsIChatClient()
        : CreateResponses().AsIChatClient("tinychat");

    private ResponsesClient CreateResponses() =>
        new(new ApiKeyCredential("none"), new ResponsesClientOptions { Endpoint = new Uri(node.Node.Address, "/v1") });
}
