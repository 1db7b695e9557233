using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Tests;

/// <summary>A streamed answer as an honest node sends it, block by block: each is what stands between two empty lines.</summary>
internal static class StreamSample
{
    public const string Nonce = "00112233445566778899aabbccddeeff";

    private const int TokensPerLeaf = 32;

    private static readonly ShownCall Call = new("call_0011223344556677_0", "pay", "{\"to\":\"alice\"}");

    /// <summary>70 tokens of chat in three segments: text, then a call.</summary>
    public static ImmutableArray<string> Chat { get; } = Answer(ChatText, ChatCall, ChatEnd);

    /// <summary>The same by the responses API.</summary>
    public static ImmutableArray<string> Responses { get; } = Answer(
        static text => Named("response.output_text.delta", $"\"delta\":{Quote(text)}"),
        static () =>
            Named("response.output_text.done", $"\"text\":{Quote(WholeText)}")
            + Named("response.output_item.added", $"\"item\":{Item("")}")
            + Named("response.function_call_arguments.delta", $"\"item_id\":\"fc_0\",\"delta\":{Quote(Call.Arguments)}")
            + Named("response.output_item.done", $"\"item\":{Item(Call.Arguments)}"),
        static receipt => Named("response.completed", $$"""
            "response":{"output":[{"type":"message","content":[{"type":"output_text","text":{{Quote(WholeText)}}}]},{{Item(Call.Arguments)}}],{{receipt}}}
            """));

    /// <summary>The same by the Anthropic API.</summary>
    public static ImmutableArray<string> Messages { get; } = Answer(
        static text => Named("content_block_delta", $$"""
            "index":0,"delta":{"type":"text_delta","text":{{Quote(text)}}}
            """),
        static () =>
            Named("content_block_start", $$"""
                "index":1,"content_block":{"type":"tool_use","id":"{{Call.Id}}","name":"pay","input":{} }
                """)
            + Named("content_block_delta", $$"""
                "index":1,"delta":{"type":"input_json_delta","partial_json":{{Quote(Call.Arguments)}}}
                """),
        static receipt => Named("message_delta", $$"""
            "delta":{"stop_reason":"tool_use","stop_sequence":null},{{receipt}}
            """)).Insert(1, Named("content_block_start", """
            "index":0,"content_block":{"type":"text","text":""}
            """));

    /// <summary>Two answers to one request, whose blocks come mixed.</summary>
    public static ImmutableArray<string> Several { get; } = Mix();

    public static byte[] Join(IEnumerable<string> blocks) => Encoding.UTF8.GetBytes(string.Concat(blocks));

    public static string WholeText => string.Concat(Enumerable.Range(0, 68).Select(Word));

    /// <summary>A head, signed anew after a change; whoever changes a head is the issuer, or another one.</summary>
    public static string Head(Func<StreamHead, StreamHead> edit, P256PrivateKey? key = null)
    {
        P256PrivateKey signer = key ?? TestKeys.Issuer;
        return new StreamIssuer(edit(HeadOf(0)) with { Issuer = signer.PublicKey.KeyId }, SampleContent.Salts, signer).Begin() + "\n\n";
    }

    /// <summary>A statement of the stream, changed and signed anew by the issuer.</summary>
    public static string Resign(string block, Func<string, string> edit, P256PrivateKey? key = null)
    {
        string[] fields = block.TrimEnd().Split(' ', 5);
        byte[] statement = Encoding.UTF8.GetBytes(edit(fields[2]));
        JsonReader.TryRead(Encoding.UTF8.GetBytes(fields[4]), out JsonValue? opening);
        return StreamLine.Sign(fields[1], statement, key ?? TestKeys.Issuer, opening!).Format() + "\n\n";
    }

    public static string ChatText(string text) => Data($$"""{"choices":[{"index":0,"delta":{"content":{{Quote(text)}}},"finish_reason":null}]}""");

    public static string ChatCall() => Data($$"""
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"{{Call.Id}}","type":"function","function":{"name":"pay","arguments":{{Quote(Call.Arguments)}} } }]},"finish_reason":null}]}
        """);

    public static string Data(string json) => $"data: {json}\n\n";

    private static string ChatEnd(string receipt) => Data($$"""{"choices":[],{{receipt}}}""") + "data: [DONE]\n\n";

    /// <summary>One block for each event; the text of two tokens is held back, as the beginning of a call would be.</summary>
    private static ImmutableArray<string> Answer(Func<string, string> text, Func<string> call, Func<string, string> end)
    {
        const int tokens = 70;
        StreamIssuer issuer = new(HeadOf(0), SampleContent.Salts, TestKeys.Issuer);
        ImmutableArray<CommitmentLeaf> leaves = Leaves(tokens, Message());
        StringBuilder stream = new(issuer.Begin() + "\n\n");
        for (int token = 0; token < tokens; token++)
        {
            if (token >= 2)
                stream.Append(text(Word(token - 2)));
            if (token is 31 or 63)
                stream.Append(issuer.Continue(leaves.AsSpan(issuer.LeafCount, 2).ToImmutableArray(), TokensPerLeaf, string.Concat(Enumerable.Range(token == 31 ? 0 : 30, token == 31 ? 30 : 32).Select(Word)))).Append("\n\n");
        }

        stream.Append(call()).Append(issuer.End(leaves[issuer.LeafCount..], 6, string.Concat(Enumerable.Range(62, 6).Select(Word)), FinishReason.ToolCalls)).Append("\n\n");
        stream.Append(end($"\"receipt\":{ReceiptJson(0, leaves, tokens)}"));
        return Split(stream.ToString());
    }

    /// <summary>Two short answers; that of choice 1 is told first.</summary>
    private static ImmutableArray<string> Mix()
    {
        StreamIssuer[] issuers = [.. Enumerable.Range(0, 2).Select(static choice => new StreamIssuer(HeadOf(choice), SampleContent.Salts, TestKeys.Issuer))];
        ImmutableArray<CommitmentLeaf>[] leaves = [.. Enumerable.Range(0, 2).Select(static choice => Leaves(3, new(LeafKind.Completion, "", Encoding.UTF8.GetBytes($"answer {choice}"))))];
        string stream = string.Concat(issuers.Select(static issuer => issuer.Begin() + "\n\n"));
        foreach (string half in (string[])["answer ", "1", "0"])
        {
            if (half != "0")
                stream += Text(1, half);
            if (half != "1")
                stream += Text(0, half);
        }

        foreach (int choice in (int[])[1, 0])
            stream += issuers[choice].End(leaves[choice], 3, $"answer {choice}", FinishReason.Stop) + "\n\n";
        string receipts = string.Join(',', Enumerable.Range(0, 2).Select(choice => ReceiptJson(choice, leaves[choice], 3, FinishReason.Stop)));
        return Split(stream + Data($$"""{"choices":[],"receipts":[{{receipts}}]}""") + "data: [DONE]\n\n");

        static string Text(int choice, string text) => Data($$"""{"choices":[{"index":{{choice}},"text":"{{text}}","logprobs":null,"finish_reason":null}]}""");
    }

    private static string ReceiptJson(int choice, ImmutableArray<CommitmentLeaf> leaves, int tokens, FinishReason finish = FinishReason.ToolCalls)
    {
        Receipt receipt = ReceiptOf(choice, leaves, tokens, finish);
        string dsse = Encoding.UTF8.GetString(CanonicalJson.Serialize(DsseEnvelope.Sign(receipt, TestKeys.Issuer).ToJson()));
        return $$"""{"id":"{{receipt.Id}}","dsse":{{dsse}}}""";
    }

    private static Receipt ReceiptOf(int choice, ImmutableArray<CommitmentLeaf> leaves, int tokens, FinishReason finish) => Receipt.Create(Sample.ChatContent with
    {
        Nonce = HeadOf(choice).Nonce,
        Output = CommitmentTree.Build(CommitmentSide.Output, leaves, SampleContent.Salts).Commitment,
        Finish = finish,
        Usage = new(35, tokens),
    });

    private static StreamHead HeadOf(int choice) => new(
        choice, SampleContent.ChatInput.Commitment, TestKeys.Issuer.PublicKey.KeyId, Sample.ChatContent.Model.Id,
        new(Nonce, TestKeys.DigestOf($"provider nonce {choice}").ToString()), Sample.ChatContent.Model.Program, SampleContent.IssuedAt);

    private static ImmutableArray<CommitmentLeaf> Leaves(int tokens, CommitmentLeaf last)
    {
        var leaves = ImmutableArray.CreateBuilder<CommitmentLeaf>();
        for (int first = 0; first < tokens; first += TokensPerLeaf)
        {
            int count = Math.Min(TokensPerLeaf, tokens - first);
            byte[] ids = new byte[4 * count];
            for (int index = 0; index < count; index++)
                BinaryPrimitives.WriteInt32LittleEndian(ids.AsSpan(4 * index), first + index);
            leaves.Add(new(LeafKind.Tokens, $"{first}", ids));
            leaves.Add(new(LeafKind.Text, $"{first}", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count).Select(Word)))));
        }

        leaves.Add(last);
        return leaves.ToImmutable();
    }

    private static CommitmentLeaf Message() => new(LeafKind.Message, "", Encoding.UTF8.GetBytes(
        $$"""
        {"content":{{Quote(WholeText)}},"role":"assistant","tool_calls":[{"function":{"arguments":{{Quote(Call.Arguments)}},"name":"pay"},"id":"{{Call.Id}}","type":"function"}]}
        """));

    private static string Word(int index) => index == 7 ? " ✓" : $" w{index}";

    private static string Item(string arguments) => $$"""{"type":"function_call","id":"fc_0","call_id":"{{Call.Id}}","name":"pay","arguments":{{Quote(arguments)}}}""";

    private static string Named(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",{rest}}}\n\n";

    private static string Quote(string text) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.String(text)));

    private static ImmutableArray<string> Split(string stream) => [.. stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(static block => block + "\n\n")];
}
