using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Models.Templates;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.Chat;

public sealed class ChatRunTests(TestNode node)
{
    [Fact]
    public void ToRecord_ClientGone_SaysAbortedOverTheTokensMade()
    {
        ChatRequest request = ChatRequestReader.Read(Encoding.UTF8.GetBytes(
            """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"stop":["zzz"],"receipt":{"nonce":"AQ"}}"""));
        ChatRun run = ChatRun.Start(
            node.Node.Services.Models.Get("tinychat"), request, node.Node.Keys.Draw, startedAt: 1, client: new(""), end: new CancellationToken(canceled: true))[0];

        InferenceRecord record = run.ToRecord(run.ReadMessage());
        Assert.Equal(FinishReason.Aborted, record.Finish);
        Assert.Equal(0, record.Usage.OutputTokens);
        Assert.Equal(["message"], record.Output.Select(static leaf => leaf.Kind));
        Assert.Equal(["message", "stop", "tokens"], record.Input.Select(static leaf => leaf.Kind).Distinct());
        Assert.Equal("01", record.ClientNonce);
    }

    [Fact]
    public void ReadPrompt_TemplateThatPrintsWholeMessages_SeesWhatTheLeavesHold()
    {
        ChatRequest request = ChatRequestReader.Read("""{"model":"tinychat","messages":[{"role":"user","name":"ann","content":"Hi"}]}"""u8);
        ChatModel chat = node.Node.Services.Models.Get("tinychat").RequireChat() with { Template = ChatTemplate.Parse("{{ messages | tojson }}") };

        string prompt = chat.Tokenizer.Decode(chat.ReadPrompt(request, startedAt: 1).AsSpan());

        Assert.StartsWith("""[{"content": "Hi", """, prompt, StringComparison.Ordinal);
    }
}
