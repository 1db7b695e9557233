using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Benchmarks;

/// <summary>What the evidence in a stream costs for each block of 32 tokens (receipt-1 §8): the node's line, and what a client does with it.</summary>
internal static class StreamParts
{
    private const int TokensPerLeaf = 32;
    private const int CharactersPerToken = 4;

    /// <summary>Measures a segment on both sides. The client's part takes the lines that the node's part made, one for one.</summary>
    /// <param name="content">A receipt, whose members the head repeats.</param>
    /// <param name="key">Signs.</param>
    /// <param name="measure">Runs a part as often as any other, and prints what it took.</param>
    public static void Measure(ReceiptContent content, P256PrivateKey key, Action<string, Action> measure)
    {
        string shown = new('x', TokensPerLeaf * CharactersPerToken);
        ImmutableArray<CommitmentLeaf> leaves = [new(LeafKind.Tokens, "0", new byte[TokensPerLeaf * sizeof(int)]), new(LeafKind.Text, "0", Encoding.UTF8.GetBytes(shown))];
        StreamHead head = new(0, content.Input, key.PublicKey.KeyId, content.Model.Id, content.Nonce, content.Model.Program, content.StartedAt);
        StreamIssuer issuer = new(head, ReceiptSalts.Generate(), key);
        StreamVerifier.Begin(Parse(Encoding.UTF8.GetBytes(issuer.Begin())), StreamExpectation.Any, out StreamVerifier? verifier);
        Queue<byte[]> lines = new();

        measure("stream: a segment, node", () => lines.Enqueue(Encoding.UTF8.GetBytes(issuer.Continue(leaves, TokensPerLeaf, shown))));
        Console.WriteLine($"{"stream: a segment, its line",-34} {lines.Peek().Length,8} bytes");
        measure("stream: a segment, client", () =>
        {
            verifier!.AddText(shown);
            verifier.AddSegment(Parse(lines.Dequeue()));
        });
        if (verifier!.Verdict.IsFault || lines.Count > 0)
            throw new InvalidOperationException($"The client was to find all segments valid: {verifier.Verdict.Reason}");
    }

    private static StreamLine Parse(byte[] bytes) => StreamLine.TryParse(bytes, out StreamLine? line) ? line : throw new InvalidOperationException("The line is none.");
}
