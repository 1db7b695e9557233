using System.Text;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>Files that are made to cost: refused by name, or done in proportion. What is no longer in proportion would take minutes here.</summary>
public sealed class HostileTokenizerTests
{
    [Theory]
    [InlineData("{1}")]
    [InlineData("+")]
    [InlineData("?")]
    public void Pattern_RepeatedOverAndOver_IsRefused(string count) => Assert.Equal(
        InvalidInputKind.Unsupported, Assert.Throws<InvalidInputException>(() => Pattern.Parse("a" + string.Concat(Enumerable.Repeat(count, 20_000)))).Kind);

    [Fact]
    public void Pattern_OfThousandsOfOptionalParts_IsCompiledInProportion() =>
        Assert.Equal(5_001, Pattern.Parse(string.Concat(Enumerable.Repeat(@"\p{L}?", 5_000))).Instructions.Length);

    [Fact]
    public void Encode_AMegabyteOfBeginningsOfThousandsOfSpecialTokens_LooksAtEachLetterOnce()
    {
        string added = string.Join(',', Enumerable.Range(1, 9_000).Select(static id => $$"""{"id":{{id}},"content":"<unused{{id}}>","special":false}"""));
        Tokenizer tokenizer = Create($$$"""{"added_tokens":[{{{added}}}],"model":{"type":"BPE","vocab":{"<":0},"merges":[]}}""");

        Assert.Equal(1 << 20, tokenizer.Encode(new string('<', 1 << 20)).Length);
        Assert.Equal([0, 77, 7777], tokenizer.Encode("<<unused77><unused7777>"));
    }

    [Theory]
    [InlineData("String")]
    [InlineData("Regex")]
    public void Encode_WithAReplacementThatGrowsWithoutEnd_IsRefused(string kind)
    {
        Tokenizer tokenizer = Create(
            $$$"""{"normalizer":{"type":"Replace","pattern":{"{{{kind}}}":"a"},"content":"{{{new string('b', 1 << 20)}}}"},"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""");

        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => tokenizer.Encode(new string('a', 1 << 16))).Kind);
    }

    private static Tokenizer Create(string json) => HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(json));
}
