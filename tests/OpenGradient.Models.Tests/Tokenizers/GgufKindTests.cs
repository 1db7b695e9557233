using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>Each kind of GGUF vocabulary, small enough to work out by hand.</summary>
public sealed class GgufKindTests
{
    [Theory]
    [InlineData("ab", "4 6")]
    [InlineData(" ab b", "4 4 6 4 5")]
    [InlineData("\u00e9", "4 7 8")]
    [InlineData("\u4e2d", "4 0")]
    [InlineData("a<x>b", "4 3 9 4 5")]
    public void Encode_ScoredPairs_MergesByScoreAndFallsBackToBytes(string text, string expected) => Assert.Equal(expected, Ids(Pairs(), text));

    [Fact]
    public void Encode_ScoredPairsWithControl_AreLettersUnlessAskedFor()
    {
        Assert.DoesNotContain(2, Pairs().Encode("a</s>"));
        Assert.Equal("4 3 2", string.Join(' ', Pairs().Encode("a</s>", recognisesControl: true)));
        Assert.Equal("a b", Pairs().Decode(Pairs().Encode("a b").AsSpan()));
        Assert.Equal([1], Pairs().Prefix);
    }

    [Theory]
    [InlineData("ab", "5")]
    [InlineData("\uFF21b  a", "5 6")]
    [InlineData("\u00A0a\u3000", "6")]
    [InlineData("xyz", "2 0")]
    public void Encode_Unigram_NormalizesAndTakesTheBestPath(string text, string expected) => Assert.Equal(expected, Ids(Unigram(Map()), text));

    [Fact]
    public void Encode_CharacterMapThatGrowsText_IsStopped()
    {
        Tokenizer tokenizer = Unigram(CharacterMapBuilder.Build(("x", new string('a', 60_000))));

        Assert.Equal(InvalidInputKind.TooLarge, Assert.Throws<InvalidInputException>(() => tokenizer.Encode(new string('x', 1_000))).Kind);
    }

    /// <summary>Whatever a damaged map says, the answer is tokens or a clear refusal.</summary>
    [Fact]
    public void Encode_DamagedCharacterMap_EndsOneWayOrTheOther()
    {
        Random random = new(1);
        for (int i = 0; i < 200; i++)
        {
            byte[] map = Map();
            for (int change = 0; change < 20; change++)
                map[random.Next(4, map.Length)] = (byte)random.Next(256);
            try
            {
                Unigram(map).Encode("\uFF21b \u3000xyz\u00A0");
            }
            catch (InvalidInputException exception)
            {
                Assert.NotEqual("", exception.Subject);
            }
        }

        Assert.Equal(InvalidInputKind.Malformed, Assert.Throws<InvalidInputException>(() => Unigram([1, 2, 3])).Kind);
    }

    [Theory]
    [InlineData("ab\nb", "4 3 2")]
    [InlineData("a b", "1 5")]
    [InlineData("\u00e9", "6 7")]
    public void Encode_CharactersByMerges_MarkBlanksAndFallBackToBytes(string text, string expected) => Assert.Equal(expected, Ids(Create("gemma4", new()
    {
        ["tokenizer.ggml.tokens"] = (string[])["<s>", "a", "b", "\n", "ab", "\u2581b", "<0xC3>", "<0xA9>"],
        ["tokenizer.ggml.merges"] = (string[])["a b", "\u2581 b"],
        ["tokenizer.ggml.bos_token_id"] = 0L,
    }), text));

    [Theory]
    [InlineData("gpt2", "gemma4")]
    [InlineData("gpt2", "granite-embed-multi-311m")]
    [InlineData("gemma4", "default")]
    public void Encode_Gemma4_BeginsWithTheBeginTokenWhateverTheFileSays(string model, string pre)
    {
        Tokenizer tokenizer = Create(model, new()
        {
            ["tokenizer.ggml.pre"] = pre,
            ["tokenizer.ggml.tokens"] = (string[])["<s>", "a", "b", "ab"],
            ["tokenizer.ggml.merges"] = (string[])["a b"],
            ["tokenizer.ggml.bos_token_id"] = 0L,
            ["tokenizer.ggml.add_bos_token"] = false,
        });

        Assert.Equal([0], tokenizer.Prefix.AsEnumerable());
    }

    [Fact]
    public void EndOfTurnTokens_OfCode_AreAlsoWhereAFileEnds()
    {
        string[] tokens = ["a", "<|endoftext|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>", "<|im_end|>", "<|im_start|>"];

        Assert.Equal([1, 2, 3, 4, 5], Ends(tokens, [1, 3, 3, 3, 3, 1, 3]));
    }

    [Fact]
    public void EndOfTurnTokens_OfSeveralChannels_AreNotTheEndOfAMessage()
    {
        Assert.Equal([1, 2], Ends(["<|end|>", "<|return|>", "<|call|>"], [3, 3, 3]));
        Assert.Equal([1], Ends(["</s>", "<|tool_response>"], [3, 3]));
        Assert.Equal([0], Ends(["</s>"], [3]));
    }

    private static IEnumerable<int> Ends(string[] tokens, long[] kinds)
    {
        Dictionary<string, object> values = new()
        {
            ["tokenizer.ggml.model"] = "gpt2",
            ["tokenizer.ggml.pre"] = "qwen2",
            ["tokenizer.ggml.tokens"] = tokens,
            ["tokenizer.ggml.token_type"] = kinds,
            ["tokenizer.ggml.merges"] = Array.Empty<string>(),
        };
        return GgufTokenizer.EndOfTurnTokens(new GgufMetadata(values), Create("gpt2", values));
    }

    [Theory]
    [InlineData("\nabc", "1 4 3")]
    [InlineData("abab", "4 4")]
    [InlineData("z", "0")]
    public void Encode_LongestToken_IsTakenAgainAndAgain(string text, string expected) => Assert.Equal(expected, Ids(Create("rwkv", new()
    {
        ["tokenizer.ggml.tokens"] = (string[])["<unk>", "\\n", "a", "c", "ab", "\\x62"],
        ["tokenizer.ggml.unknown_token_id"] = 0L,
    }), text));

    private static Tokenizer Pairs() => Create("llama", new()
    {
        ["tokenizer.ggml.tokens"] = (string[])["<unk>", "<s>", "</s>", "a", "\u2581", "b", "ab", "<0xC3>", "<0xA9>", "<x>"],
        ["tokenizer.ggml.scores"] = (double[])[0, 0, 0, -1, -2, -3, -4, 0, 0, 0],
        ["tokenizer.ggml.token_type"] = (long[])[2, 3, 3, 1, 1, 1, 1, 6, 6, 4],
    });

    private static byte[] Map() => CharacterMapBuilder.Build(("\uFF21", "a"), ("\u00A0", " "), ("\u3000", " "));

    private static Tokenizer Unigram(byte[] map) => Create("t5", new()
    {
        ["tokenizer.ggml.tokens"] = (string[])["<unk>", "</s>", "\u2581", "a", "b", "\u2581ab", "\u2581a"],
        ["tokenizer.ggml.scores"] = (double[])[0, 0, -3, -2, -2.5, -4, -2.1],
        ["tokenizer.ggml.token_type"] = (long[])[2, 3, 1, 1, 1, 1, 1],
        ["tokenizer.ggml.unknown_token_id"] = 0L,
        ["tokenizer.ggml.add_space_prefix"] = true,
        ["tokenizer.ggml.remove_extra_whitespaces"] = true,
        ["tokenizer.ggml.precompiled_charsmap"] = map.Select(static value => (long)value).ToArray(),
    });

    private static string Ids(Tokenizer tokenizer, string text) => string.Join(' ', tokenizer.Encode(text));

    private static Tokenizer Create(string model, Dictionary<string, object> values)
    {
        values["tokenizer.ggml.model"] = model;
        return GgufTokenizer.Create(new GgufMetadata(values))!;
    }
}
