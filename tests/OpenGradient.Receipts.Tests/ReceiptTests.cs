using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Receipts.Tests;

public sealed class ReceiptTests
{
    private static readonly Digest LogKey = TestKeys.DigestOf("log");

    public static TheoryData<ReceiptContent> Contents() => [SampleContent.Tensor(LogKey), SampleContent.Chat(LogKey), Longest()];

    [Theory]
    [MemberData(nameof(Contents))]
    public void TryParse_CreatedReceipt_HasTheSameContentAndId(ReceiptContent content)
    {
        Receipt created = Receipt.Create(content);

        Assert.True(Receipt.TryParse(created.Payload, out Receipt? parsed, out ReceiptError error));
        Assert.Equal(ReceiptErrorCode.None, error.Code);
        Assert.Equal(content, parsed.Content);
        Assert.Equal(created.Id, parsed.Id);
        Assert.Equal(Digest.Sha256(created.Payload.Span), created.Id.Value);
    }

    [Theory]
    [MemberData(nameof(Contents))]
    public void Create_Payload_IsInCanonicalForm(ReceiptContent content)
    {
        Receipt receipt = Receipt.Create(content);

        Assert.True(JsonReader.TryRead(receipt.Payload.Span, out JsonValue? value));
        Assert.Equal(Encoding.UTF8.GetString(CanonicalJson.Serialize(value)), Encoding.UTF8.GetString(receipt.Payload.Span));
    }

    [Fact]
    public void Create_EveryFinishReason_ReadsBack()
    {
        foreach (FinishReason finish in Enum.GetValues<FinishReason>())
        {
            Receipt receipt = Receipt.Create(SampleContent.Chat(LogKey) with { Finish = finish });
            Assert.True(Receipt.TryParse(receipt.Payload, out Receipt? parsed, out _));
            Assert.Equal(finish, parsed.Content.Finish);
        }
    }

    public static TheoryData<string, ReceiptContent> Breaches()
    {
        ReceiptContent chat = SampleContent.Chat(LogKey);
        return new()
        {
            { "execution.profile", chat with { Execution = chat.Execution with { Profile = "double" } } },
            { "execution.semantics", chat with { Execution = chat.Execution with { Semantics = "" } } },
            { "input.leaves", chat with { Input = chat.Input with { Leaves = 0 } } },
            { "issuedAt", chat with { IssuedAt = -1 } },
            { "issuer.name", chat with { Issuer = chat.Issuer with { Name = "a b" } } },
            { "log.origin", chat with { Log = chat.Log with { Origin = new string('x', 129) } } },
            { "model.name", chat with { Model = chat.Model with { Name = "x\n" } } },
            { "nonce.client", chat with { Nonce = chat.Nonce with { Client = new string('0', 130) } } },
            { "nonce.provider", chat with { Nonce = chat.Nonce with { Provider = "00" } } },
            { "output.leaves", chat with { Output = chat.Output with { Leaves = 4_294_967_296 } } },
            { "startedAt", chat with { StartedAt = long.MinValue } },
            { "trace.leaves", chat with { Trace = chat.Trace with { Leaves = -1 } } },
            { "usage.inputTokens", chat with { Usage = new(-1, 0) } },
            { "usage.outputTokens", chat with { Usage = new(0, -1) } },
            { "sampling.maxTokens", chat with { Sampling = chat.Sampling! with { MaxTokens = "" } } },
            { "sampling.seed", chat with { Sampling = chat.Sampling! with { Seed = "x" } } },
            { "sampling.temperature", chat with { Sampling = chat.Sampling! with { Temperature = "1e" } } },
            { "sampling.topK", chat with { Sampling = chat.Sampling! with { TopK = "+1" } } },
            { "sampling.topP", chat with { Sampling = chat.Sampling! with { TopP = "0.9500000000000000000000000000000" } } },
        };
    }

    [Theory]
    [MemberData(nameof(Breaches))]
    public void Create_MemberOfAnotherForm_ThrowsAndNamesIt(string member, ReceiptContent content)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Receipt.Create(content));

        Assert.Contains($" {member} ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_WrittenAndRead_IsTheSameBytes()
    {
        Receipt receipt = Receipt.Create(SampleContent.Chat(LogKey));
        Bundle bundle = new()
        {
            Dsse = DsseEnvelope.Sign(receipt, TestKeys.Issuer),
            Evidence = [Evidence.IssuerKey(TestKeys.Issuer.PublicKey)],
            Disclosures = SampleContent.ChatInput.DiscloseAll(),
        };

        Assert.True(Bundle.TryParse(bundle.ToBytes(), out Bundle? read, out _));

        Assert.Equal(bundle.ToBytes(), read.ToBytes());
        Assert.Empty(read.MalformedDisclosures);
    }

    /// <summary>Every member as long as its form allows: the writer's buffer must hold it.</summary>
    private static ReceiptContent Longest()
    {
        string label = new('x', 128);
        string number = "0." + new string('9', 30);
        return new()
        {
            Execution = new("integer", label, LogKey),
            Input = new(LogKey, uint.MaxValue),
            IssuedAt = long.MaxValue,
            Issuer = new(LogKey, label),
            Log = new(LogKey, label),
            Model = new(new(LogKey), label, new(LogKey)),
            Nonce = new(new string('f', 128), new string('f', 64)),
            Output = new(LogKey, uint.MaxValue),
            Finish = FinishReason.ToolCalls,
            Sampling = new(number, number, LogKey, number, number, number),
            StartedAt = long.MaxValue,
            Trace = new(LogKey, long.MaxValue),
            Usage = new(long.MaxValue, long.MaxValue),
        };
    }
}
