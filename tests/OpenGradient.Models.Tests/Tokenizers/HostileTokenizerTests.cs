using System.Text;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Models.Tokenizers.Text;
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
    [Trait("Category", "Slow")]
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

    [Fact]
    public void Create_WithMoreSteps_ThanAnyTokenizerHas_IsRefused()
    {
        static string Steps(string step) => string.Join(',', Enumerable.Repeat(step, 65 + 1));
        string model = """ "model":{"type":"BPE","vocab":{"a":0},"merges":[]} """;

        Assert.Equal(InvalidInputKind.Unsupported, Assert.Throws<InvalidInputException>(
            () => Create($$$"""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{{{Steps("""{"type":"WhitespaceSplit"}""")}}}]},{{{model}}}}""")).Kind);
        Assert.Equal(InvalidInputKind.Unsupported, Assert.Throws<InvalidInputException>(
            () => Create($$$"""{"normalizer":{"type":"Sequence","normalizers":[{{{Steps("""{"type":"NFC"}""")}}}]},{{{model}}}}""")).Kind);
    }

    /// <summary>Each letter a piece: the steps that a pattern may take are those of the text, not of each piece.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Encode_CostlyPatternOnPiecesOfALetter_IsRefusedInProportionToTheText()
    {
        string costly = string.Concat(Enumerable.Repeat("a?", 4_000)) + "b";
        Tokenizer tokenizer = Create(
            $$$"""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"a"},"behavior":"Isolated"},{"type":"Split","pattern":{"Regex":"{{{costly}}}"},"behavior":"Isolated"}]},"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}""");

        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => tokenizer.Encode(new string('a', 1 << 18))).Kind);
    }

    /// <summary>The root's child by 'a' is the root: every text of the letter is a prefix that goes on.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Normalize_MapThatLeadsInCircles_IsDoneInProportionToTheText()
    {
        uint[] units = new uint[256];
        units[0] = 1u << 10; // its children are at 1 ^ label
        units[1 ^ 'a'] = (uint)('a' | ((1 ^ 'a' ^ 1) << 10)); // whose children are at the same places
        CharacterMap map = new([.. BitConverter.GetBytes(units.Length * 4), .. units.SelectMany(BitConverter.GetBytes)], [], "map");

        Assert.Equal(1 << 20, map.Normalize(new string('a', 1 << 20), isStart: true).Length);
    }

    private static Tokenizer Create(string json) => HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(json));
}
