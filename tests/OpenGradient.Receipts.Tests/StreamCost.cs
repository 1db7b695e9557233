using System.Collections.Immutable;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

/// <summary>Prints what the evidence in a stream costs for each 32 tokens, in processor time; asserts nothing, because time is the machine's.</summary>
/// <remarks><c>OpenGradient.Receipts.Tests -explicit only -class "*StreamCost" -showLiveOutput</c></remarks>
public sealed class StreamCost(ITestOutputHelper output)
{
    private const int Rounds = 3000;

    [Fact(Explicit = true)]
    public void PrintCost()
    {
        ReceiptContent content = SampleContent.Chat(TestKeys.DigestOf("log"));
        StreamHead head = new(0, content.Input, TestKeys.Issuer.PublicKey.KeyId, content.Model.Id, content.Nonce, content.Model.Program, content.StartedAt);
        ImmutableArray<CommitmentLeaf> leaves = [new(LeafKind.Tokens, "0", new byte[128]), new(LeafKind.Text, "0", new byte[128])];
        string shown = new('x', 128);
        StreamIssuer issuer = new(head, SampleContent.Salts, TestKeys.Issuer);
        Assert.True(StreamLine.TryParse(System.Text.Encoding.UTF8.GetBytes(issuer.Begin()), out StreamLine? begun));
        StreamVerifier.Begin(begun!, StreamExpectation.Any, out StreamVerifier? verifier);
        Queue<byte[]> lines = new();
        Measure("node: a segment", () => lines.Enqueue(System.Text.Encoding.UTF8.GetBytes(issuer.Continue(leaves, 32, shown))));
        output.WriteLine($"a segment is a line of {lines.Peek().Length} bytes");
        Measure("client: a segment", () =>
        {
            Assert.True(StreamLine.TryParse(lines.Dequeue(), out StreamLine? line));
            verifier!.AddText(shown);
            verifier.AddSegment(line!);
        });
        Assert.Equal((StreamCode.Open, 2L * Rounds), (verifier!.Verdict.Code, verifier.Verdict.Segments));
    }

    private void Measure(string what, Action action)
    {
        for (int round = 0; round < Rounds; round++)
            action();
        TimeSpan started = Environment.CpuUsage.TotalTime;
        for (int round = 0; round < Rounds; round++)
            action();
        output.WriteLine($"{what,-24}{(Environment.CpuUsage.TotalTime - started).TotalMicroseconds / Rounds,8:F1} µs");
    }
}
