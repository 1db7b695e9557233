using System.Text;
using OpenGradient.Gateway.Tests.Support;
using OpenGradient.Receipts;

namespace OpenGradient.Gateway.Tests.OpenAi;

public sealed class ChatRunTests(TestNode node)
{
    [Fact]
    public void ToRecord_ClientGone_SaysAbortedOverTheTokensMade()
    {
        ChatRequest request = ChatRequestReader.Read(Encoding.UTF8.GetBytes(
            """{"model":"tinychat","messages":[{"role":"user","content":"What is 12 + 30?"}],"stop":["zzz"],"receipt":{"nonce":"AQ"}}"""));
        ChatRun run = ChatRun.Start(node.Node.Services.Models.Get("tinychat"), request, ReceiptIssuer.DrawNonce(), startedAt: 1, client: "", end: new CancellationToken(canceled: true));

        InferenceRecord record = run.ToRecord(run.ReadMessage());
        Assert.Equal(FinishReason.Aborted, record.Finish);
        Assert.Equal(0, record.Usage.OutputTokens);
        Assert.Equal(["message"], record.Output.Select(static leaf => leaf.Kind));
        Assert.Equal(["message", "stop", "tokens"], record.Input.Select(static leaf => leaf.Kind).Distinct());
        Assert.Equal("01", record.ClientNonce);
    }
}
