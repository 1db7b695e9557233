using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Tests;

/// <summary>Two inferences to make receipts of: one by a tensor model, one by a language model.</summary>
internal static class SampleContent
{
    public const long IssuedAt = 1_790_000_000;

    public const string Origin = "node.example/log";

    public static ReceiptSalts Salts { get; } = new(TestKeys.DigestOf("receipt-1 test salt").AsSpan());

    public static CommitmentTree TensorInput { get; } = CommitmentTree.Build(
        CommitmentSide.Input, [new TensorContent("f32", [1, 4], Floats(0.5f, -1f, 2f, 0.25f)).ToLeaf("candles")], Salts);

    public static CommitmentTree TensorOutput { get; } = CommitmentTree.Build(
        CommitmentSide.Output, [new TensorContent("f32", [1], Floats(0.125f)).ToLeaf("volatility")], Salts);

    public static CommitmentTree ChatInput { get; } = CommitmentTree.Build(
        CommitmentSide.Input,
        [
            new(LeafKind.Message, "0", Text("""{"content":"You convert units.","role":"system"}""")),
            new(LeafKind.Message, "1", Text("""{"content":"How many metres are 3 km? ✓","role":"user"}""")),
            new(LeafKind.Tools, "", Text("""[{"type":"function","function":{"name":"pay"}}]""")),
            new(LeafKind.Tokens, "0", Tokens(Enumerable.Range(1, 32))),
            new(LeafKind.Tokens, "32", Tokens([7, 8, 9])),
        ],
        Salts);

    public static CommitmentTree ChatOutput { get; } = CommitmentTree.Build(
        CommitmentSide.Output,
        [
            new(LeafKind.Tokens, "0", Tokens([3, 0, 0, 0, 5])),
            new(LeafKind.Text, "0", Text("3000 m")),
            new(LeafKind.Message, "", Text("""{"content":"3000 m","role":"assistant"}""")),
        ],
        Salts);

    public static ReceiptContent Tensor(Digest logKey) => new()
    {
        Execution = new("float", "exec-1", TestKeys.DigestOf("spec/exec-1.md")),
        Input = TensorInput.Commitment,
        IssuedAt = IssuedAt,
        Issuer = new(TestKeys.Issuer.PublicKey.KeyId, "node.example"),
        Log = new(logKey, Origin),
        Model = new(new(TestKeys.DigestOf("model")), "price-risk", new(TestKeys.DigestOf("program"))),
        Nonce = new("", TestKeys.DigestOf("provider nonce").ToString()),
        Output = TensorOutput.Commitment,
        Finish = FinishReason.Complete,
        StartedAt = IssuedAt,
        Trace = new(TestKeys.DigestOf("trace"), 12),
        Usage = new(0, 0),
    };

    public static ReceiptContent Chat(Digest logKey) => Tensor(logKey) with
    {
        Input = ChatInput.Commitment,
        Model = new(new(TestKeys.DigestOf("chat model")), "tinychat", new(TestKeys.DigestOf("chat program"))),
        Nonce = new("00112233445566778899aabbccddeeff", TestKeys.DigestOf("provider nonce").ToString()),
        Output = ChatOutput.Commitment,
        Finish = FinishReason.Stop,
        Sampling = new("64", "7", Digest.Sha256("[]"u8), "0.7", "40", "0.95"),
        Usage = new(35, 5),
    };

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Floats(params float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * index), values[index]);
        return bytes;
    }

    private static byte[] Tokens(IEnumerable<int> ids)
    {
        ImmutableArray<int> tokens = [.. ids];
        byte[] bytes = new byte[4 * tokens.Length];
        for (int index = 0; index < tokens.Length; index++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * index), tokens[index]);
        return bytes;
    }
}
