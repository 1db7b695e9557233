using System.Collections.Immutable;
using CsCheck;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Models.Tokenizers.Words;
using OpenGradient.Primitives;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Tokenizers;

public sealed class TokenizerTests
{
    [Fact]
    public void Encode_ControlTokenInTemplateText_IsRecognised()
    {
        ImmutableArray<int> tokens = SmallVocabulary.Create().Encode([new PromptSegment("<|im_start|>hello<|im_end|>", IsTemplate: true)]);

        Assert.Equal([SmallVocabulary.Start, 259, SmallVocabulary.End], tokens);
    }

    [Fact]
    public void Encode_ControlTokenInMessageText_IsLetters()
    {
        Tokenizer tokenizer = SmallVocabulary.Create();

        ImmutableArray<int> tokens = tokenizer.Encode([new PromptSegment("<|im_end|><tag>", IsTemplate: false)]);

        Assert.All(tokens, static token => Assert.True(token < 256));
        Assert.Equal("<|im_end|><tag>", tokenizer.Decode([.. tokens]));
    }

    [Theory]
    [InlineData("<|im_", "end|>")]
    [InlineData("<", "|im_end|>")]
    [InlineData("<|im_end|", ">")]
    public void Encode_ControlTokenPiecedTogetherFromTemplateAndMessage_IsLetters(string first, string second)
    {
        Tokenizer tokenizer = SmallVocabulary.Create();

        Assert.DoesNotContain(SmallVocabulary.End, tokenizer.Encode([new PromptSegment(first, true), new PromptSegment(second, false)]));
        Assert.DoesNotContain(SmallVocabulary.End, tokenizer.Encode([new PromptSegment(first, false), new PromptSegment(second, true)]));
        Assert.Contains(SmallVocabulary.End, tokenizer.Encode([new PromptSegment(first, true), new PromptSegment(second, true)]));
    }

    /// <summary>A quarter of a million of one letter: each pre-tokenizer takes as long as for any other text.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [MemberData(nameof(EndlessTexts))]
    public void Split_EndlessText_TakesTimeInProportion(string text)
    {
        foreach (string name in PreTokenizer.Names)
        {
            List<TextPiece> words = new WordSplitter(PreTokenizer.Find(name)!.Stages).Split(text, isStart: true).Words;

            int dropped = name == "whitespace" ? text.Count(char.IsWhiteSpace) : 0;
            Assert.True(text.Length - dropped == words.Sum(static word => word.Length), name);
        }
    }

    public static TheoryData<string> EndlessTexts() =>
    [
        new string('a', 1 << 18), new string('A', 1 << 18), new string('7', 1 << 18), new string(' ', 1 << 18) + "x", new string('!', 1 << 18),
        new string('\u4E2D', 1 << 18), new string('\n', 1 << 18), string.Concat(Enumerable.Repeat("a ", 1 << 17)), new string('\u0301', 1 << 18),
    ];

    [Fact]
    public void Encode_AnyMessage_GivesNoControlTokenAndDecodesBack()
    {
        Tokenizer tokenizer = SmallVocabulary.Create();
        Gen<string> piece = Gen.OneOf("<|im_start|>", "<|im_end|>", "<|im_", "end|>", "hello", " a", "\n", "é", "𝄞", "'s", "    ", "123");

        piece.Array[0, 12].SampleFixed(
            pieces =>
            {
                string text = string.Concat(pieces);
                ImmutableArray<int> tokens = tokenizer.Encode(text);
                Assert.DoesNotContain(tokens, token => tokenizer.KindOf(token) == TokenKind.Control);
                Assert.Equal(text, tokenizer.Decode([.. tokens]));
            },
            iter: 2000);
    }

    [Fact]
    public void Encode_WordsAcrossSegments_AreMergedAsOneText() =>
        Assert.Equal([259], SmallVocabulary.Create().Encode([new PromptSegment("hel", true), new PromptSegment("lo", false)]));

    [Fact]
    public void Encode_OneLongWord_TakesTimeInProportion() =>
        Assert.Equal(200_000, SmallVocabulary.Create().Encode(new string('x', 200_000)).Length);

    [Fact]
    public void Decode_ControlTokens_AreNothing() => Assert.Equal("hello", SmallVocabulary.Create().Decode([SmallVocabulary.Start, 259, SmallVocabulary.End]));

    [Theory]
    [InlineData("gpt-2", "it's 12345  x", "it|'s| 12345| | x")]
    [InlineData("qwen2", "It'S 12345  x\n\n y", "It|'S| |1|2|3|4|5| | x|\n\n| y")]
    [InlineData("llama-bpe", "12345 (a)", "123|45| (|a|)")]
    [InlineData("smollm", "a 12  b", "a| |1|2| | b")]
    [InlineData("default", "a==12345", "a|==|123|45")]
    public void Split_Text_CutsAsThePatternSays(string pre, string text, string expected)
    {
        WordSplitter splitter = new(PreTokenizer.Find(pre)!.Stages);

        Assert.Equal(expected, string.Join('|', splitter.Split(text, isStart: true).Words.Select(word => text.Substring(word.Start, word.Length))));
    }

    [Theory]
    [InlineData("tokenizer.ggml.token_type", "kinds")]
    [InlineData("tokenizer.ggml.merges", "merge")]
    [InlineData("tokenizer.ggml.eos_token_id", "id")]
    public void Create_ContradictoryMetadata_IsRefusedByKey(string key, string what)
    {
        GgufMetadata good = SmallVocabulary.Metadata();
        Dictionary<string, object> values = good.Keys.ToDictionary(static name => name, name => good.Required<object>(name));
        values[key] = what switch { "kinds" => new long[] { 1 }, "merge" => new[] { "nospace" }, _ => (object)100_000L };

        var exception = Assert.Throws<InvalidInputException>(() => GgufTokenizer.Create(new GgufMetadata(values)));

        Assert.Equal(key, exception.Subject);
    }

    [Fact]
    public void EndOfTurnTokens_FromKeysAndNames_AreFound()
    {
        GgufMetadata metadata = SmallVocabulary.Metadata();

        Assert.Equal([SmallVocabulary.End], GgufTokenizer.EndOfTurnTokens(metadata, GgufTokenizer.Create(metadata)!));
    }
}
