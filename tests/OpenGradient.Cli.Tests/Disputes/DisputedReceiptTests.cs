using System.Collections.Immutable;
using System.Text;
using OpenGradient.Cli.Tests.Verifying;
using OpenGradient.Execution.Disputes;
using OpenGradient.Execution.LanguageModels;
using OpenGradient.Gateway;
using OpenGradient.Primitives;
using OpenGradient.Receipts;

namespace OpenGradient.Cli.Tests.Disputes;

/// <summary>Which answers of receipts a dispute is about, and which it refuses by name.</summary>
public sealed class DisputedReceiptTests(StoryFixture story) : IClassFixture<StoryFixture>
{
    [Theory]
    [InlineData("minP", "0.05")]
    [InlineData("frequencyPenalty", "0.5")]
    [InlineData("presencePenalty", "-1")]
    [InlineData("repetitionPenalty", "1.10")]
    public void Read_ASettingOfTheReceipt_IsTakenAsItStandsThere(string name, string text)
    {
        SamplingParameters read = Read(Sign(content => content with { Sampling = With(content.Sampling!, name, text) })).Sampling;

        Assert.Equal(text, name switch { "minP" => read.MinP, "frequencyPenalty" => read.FrequencyPenalty, "presencePenalty" => read.PresencePenalty, _ => read.RepetitionPenalty });
    }

    [Fact]
    public void Read_ABias_IsTakenFromItsLeaf()
    {
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("logit-bias", "", """{"5":-100}"""u8.ToArray())));

        Assert.Equal("""{"5":-100}""", Read(bundle).Sampling.LogitBias);
    }

    [Theory]
    [InlineData("grammar", "\"root ::= [0-9]+\"")]
    [InlineData("response_format", """{"type":"json_object"}""")]
    public void Read_AnAnswerHeldToSomething_TakesItFromItsLeaf(string label, string content)
    {
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("constraint", label, Encoding.UTF8.GetBytes(content))));

        Assert.Equal(new AnswerGrammar(label, content, ""), Read(bundle).Grammar);
    }

    [Fact]
    public void Read_AnAnswerThatHadToCallATool_IsRefusedWithoutTheTools()
    {
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("constraint", "tool_choice", "\"required\""u8.ToArray())));

        Assert.Contains("does not disclose the tools", Refusal(bundle), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public void Read_StrictFunctions_HoldTheAnswer(string strict, bool isHeld)
    {
        string tools = "[{\"function\":{\"name\":\"f\",\"strict\":" + strict + "},\"type\":\"function\"}]";
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("tools", "", Encoding.UTF8.GetBytes(tools))));

        Assert.Equal(isHeld ? new AnswerGrammar("tools", "", tools) : null, Read(bundle).Grammar);
        Assert.True(!isHeld || Read(bundle).Grammar!.Compile() is not null);
    }

    [Fact]
    public void Read_OneCallAtMost_EndsBehindTheFirst()
    {
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("constraint", "parallel_tool_calls", "false"u8.ToArray())));

        Assert.Equal("</tool_call>", Assert.Single(Read(bundle).StopStrings));
        Assert.Null(Read(bundle).Grammar);
    }

    [Fact]
    public void Read_AnAnswerWithoutTokens_IsRefused() =>
        Assert.Contains("has no token", Refusal(Sign(static content => content with { Usage = content.Usage with { OutputTokens = 0 } })), StringComparison.Ordinal);

    [Fact]
    public void Read_OtherStopStringsThanTheReceiptStates_AreRefused()
    {
        byte[] bundle = Sign(static content => content, leaves => leaves.Insert(FirstTokens(leaves), new("stop", "", """["x"]"""u8.ToArray())));

        Assert.Contains("stop strings are not those of the receipt", Refusal(bundle), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TheEnd_IsThatOfTheReceipt()
    {
        Assert.Equal(Execution.LanguageModels.FinishReason.Stop, Read(Sign(static content => content with { Finish = Receipts.FinishReason.ToolCalls })).Finish);
        Assert.Equal(Execution.LanguageModels.FinishReason.Length, Read(Sign(static content => content with { Finish = Receipts.FinishReason.Length })).Finish);
    }

    [Fact]
    public void Read_AHiddenLeafBeforeTheTokens_IsRefused()
    {
        Assert.True(Bundle.TryParse(File.ReadAllBytes(story.Chat), out Bundle? bundle, out _));
        long first = bundle.Disclosures.Where(static disclosure => disclosure is { Side: CommitmentSide.Input, Leaf.Kind: LeafKind.Tokens }).Min(static disclosure => disclosure.Index);
        Bundle hiding = bundle with { Disclosures = [.. bundle.Disclosures.Where(disclosure => disclosure.Side != CommitmentSide.Input || disclosure.Index != first - 1)] };

        Assert.Contains("does not disclose a leaf before the tokens", Refusal(hiding.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AReceiptWithADraw_SeedsFromItsProof()
    {
        const string Client = "00112233445566778899aabbccddeeff";
        string proof = string.Concat(Enumerable.Repeat("a7", 256));
        byte[] bundle = Sign(content => content with
        {
            Draw = new DrawStatement(0, string.Concat(Enumerable.Repeat("c5", 256)), proof),
            Nonce = content.Nonce with { Client = Client },
            Sampling = content.Sampling! with { Temperature = "0.8" },
        });

        Assert.Equal(SamplingSeed.Derive(Convert.FromHexString(Client), Convert.FromHexString(proof), ""), Read(bundle).Seed);
    }

    private byte[] Sign(Func<ReceiptContent, ReceiptContent> change) => Sign(change, static leaves => leaves);

    private byte[] Sign(Func<ReceiptContent, ReceiptContent> change, Func<ImmutableArray<CommitmentLeaf>, ImmutableArray<CommitmentLeaf>> changeInput) =>
        LyingIssuer.Sign(story, story.Chat, change, changeInput, static leaves => leaves);

    private static SamplingStatement With(SamplingStatement stated, string name, string text) => name switch
    {
        "minP" => stated with { MinP = text },
        "frequencyPenalty" => stated with { FrequencyPenalty = text },
        "presencePenalty" => stated with { PresencePenalty = text },
        "repetitionPenalty" => stated with { RepetitionPenalty = text },
        _ => stated with { Logprobs = text },
    };

    private static int FirstTokens(ImmutableArray<CommitmentLeaf> leaves) =>
        leaves.IndexOf(leaves.First(static leaf => leaf.Kind == LeafKind.Tokens));

    private static DisputedText Read(byte[] bundle)
    {
        Assert.True(Bundle.TryParse(bundle, out Bundle? read, out _));
        Assert.True(Receipt.TryParse(read.Dsse, out Receipt? receipt, out _));
        return DisputedReceipt.Read(bundle, receipt.Content.Model.Program);
    }

    private static string Refusal(byte[] bundle) => Assert.Throws<InvalidInputException>(() => Read(bundle)).Message;
}
