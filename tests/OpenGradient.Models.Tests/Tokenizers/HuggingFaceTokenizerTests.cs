using System.Text;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.HuggingFace;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tests.Tokenizers;

public sealed class HuggingFaceTokenizerTests
{
    private const string ByteLevel = """
        {"added_tokens":[{"id":9,"content":"<eos>","special":true},{"id":10,"content":"<tag>","special":false,"lstrip":true}],
        "normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":true},"decoder":{"type":"ByteLevel"},
        "post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"<eos>"}}],"special_tokens":{"<eos>":{"ids":[9]}}},
        "model":{"type":"BPE","vocab":{"a":0,"b":1,"c":2,"\u0120":3,"ab":4,"\u0120ab":5,"\u00c3":6,"\u00a9":7,"\u00c3\u00a9":8},
        "merges":["a b","\u0120 ab",["\u00c3","\u00a9"]]}}
        """;

    private const string SentencePiece = """
        {"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},
        "decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]},
        "model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"fuse_unk":true,"vocab":{"<unk>":0,"<0xC3>":1,"<0xA9>":2,"▁":3,"a":4,"▁a":5},"merges":["▁ a"]}}
        """;

    private const string Unigram = """
        {"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}]},"decoder":{"type":"Metaspace"},
        "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-3],["a",-2],["b",-2.5],["▁a",-2.1],["ab",-3.9],["▁ab",-7]]}}
        """;

    private const string WordPiece = """
        {"normalizer":{"type":"BertNormalizer","lowercase":true,"strip_accents":null,"clean_text":true,"handle_chinese_chars":true},
        "pre_tokenizer":{"type":"BertPreTokenizer"},"decoder":{"type":"WordPiece"},"post_processor":{"type":"BertProcessing","sep":["[SEP]",2],"cls":["[CLS]",1]},
        "model":{"type":"WordPiece","unk_token":"[UNK]","vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"un":3,"##able":4,"中":5,"!":6,"##a":7}}}
        """;

    [Theory]
    [InlineData(ByteLevel, "ab ab\u00e9", "4 5 8")]
    [InlineData(ByteLevel, "abe\u0301  <tag>a", "4 8 10 0")]
    [InlineData(SentencePiece, "a a", "5 5")]
    [InlineData(SentencePiece, "é\u4e2d\u4e2d", "3 1 2 0")]
    [InlineData(Unigram, "ab  a", "4 3 4")]
    [InlineData(Unigram, "xy", "1 0")]
    [InlineData(WordPiece, "Unable 中UN!\u0301", "3 4 5 3 6")]
    [InlineData(WordPiece, "unx !", "0 6")]
    public void Encode_Text_GivesTheTokens(string json, string text, string expected) => Assert.Equal(expected, string.Join(' ', Create(json).Encode(text)));

    /// <summary>With the ids that the Hugging Face library gives.</summary>
    [Theory]
    [InlineData("a<s>a", "3 5 1")]
    [InlineData("<s>a", "5 1")]
    [InlineData("b<w>b", "2 0 2")]
    [InlineData("<w> b", "6 0 2")]
    [InlineData("ab", "3 2")]
    [InlineData("<unk>", "0")]
    public void Encode_AddedTokens_AreNotTheModels(string text, string expected) => Assert.Equal(expected, string.Join(' ', Create(
        """
        {"added_tokens":[{"id":5,"content":"<s>","special":false},{"id":6,"content":"<w>","special":false,"single_word":true},{"id":9,"content":"b","special":false,"single_word":true}],
        "pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false},
        "model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["a",-2],["b",-2.5],["▁a",-2.1],["▁b",-2.2]]}}
        """).Encode(text)));

    [Theory]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":false},"model":{"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["\u00c3\u00a9",-2]]}}""")]
    [InlineData("""{"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"use_regex":false},"model":{"type":"WordPiece","unk_token":"<unk>","vocab":{"<unk>":0,"\u00c3\u00a9":1}}}""")]
    public void Encode_CharactersOfBytes_AreThoseOfTheVocabularyInEveryModel(string json) => Assert.Equal([1], Create(json).Encode("\u00e9").AsEnumerable());

    [Fact]
    public void Encode_LettersOfTheUnknownToken_AreOneUnknownThing() => Assert.NotEmpty(Create(
        """{"model":{"type":"Unigram","unk_id":0,"byte_fallback":true,"vocab":[["<unknown token>",0],["a",-2]]}}""").Encode("a<unknown token>a"));

    [Fact]
    public void Decode_Tokens_GivesTheText()
    {
        Assert.Equal("ab ab\u00e9", Create(ByteLevel).Decode([4, 5, 8]));
        Assert.Equal("a aé", Create(SentencePiece).Decode([5, 5, 1, 2]));
        Assert.Equal("unable!", Create(WordPiece).Decode([3, 4, 6]).Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_WithFrame_KnowsTheTokensAround()
    {
        Assert.Equal([9], Create(ByteLevel).Suffix);
        Assert.Equal([1], Create(WordPiece).Prefix);
        Assert.Equal(9, HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(ByteLevel), """{"eos_token":{"content":"<eos>"}}"""u8.ToArray()).EndToken);
    }

    [Theory]
    [InlineData("{}", "UN", "3")]
    [InlineData("""{"do_lower_case":true,"strip_accents":null}""", "u\u0308n", "3")]
    [InlineData("""{"do_lower_case":false}""", "UN", "0")]
    [InlineData("""{"do_lower_case":false}""", "u\u0308n", "0")]
    [InlineData("""{"do_lower_case":false,"strip_accents":true}""", "u\u0308n", "3")]
    [InlineData("""{"tokenize_chinese_chars":false}""", "\u4e2dun", "0")]
    [InlineData("""{"tokenizer_class":"PreTrainedTokenizerFast","do_lower_case":false}""", "UN", "3")]
    public void Encode_WithSettingsBeside_FollowsThem(string config, string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(WordPiece), Encoding.UTF8.GetBytes(config)).Encode(text)));

    [Theory]
    [InlineData("""{"model":{"type":"Magic","vocab":{"a":0}}}""", "model", InvalidInputKind.Unsupported)]
    [InlineData("""{"normalizer":{"type":"Rot13"},"model":{"vocab":{"a":0}}}""", "normalizer", InvalidInputKind.Unsupported)]
    [InlineData("""{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Dice"}]},"model":{"vocab":{"a":0}}}""", "pre_tokenizer.pretokenizers[0]", InvalidInputKind.Unsupported)]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":99999999},"merges":[]}}""", "model.vocab.a", InvalidInputKind.TooLarge)]
    [InlineData("""{"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}}""", "model.merges[0]", InvalidInputKind.Invalid)]
    [InlineData("""{"model":{"type":"Unigram","vocab":[["a",0]],"unk_id":7}}""", "model.unk_id", InvalidInputKind.Invalid)]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]}}""", "model.vocab", InvalidInputKind.Invalid)]
    [InlineData("""{"normalizer":{"type":"Precompiled","precompiled_charsmap":"/////w=="},"model":{"vocab":{"a":0}}}""", "normalizer", InvalidInputKind.Malformed)]
    [InlineData("""{"model":{"type":"BPE","byte_fallback":true,"end_of_word_suffix":"</w>","vocab":{"a":0},"merges":[]}}""", "model.byte_fallback", InvalidInputKind.Unsupported)]
    [InlineData("{", "tokenizer.json", InvalidInputKind.Malformed)]
    public void Create_WrongFile_IsRefusedByPlace(string json, string subject, InvalidInputKind kind)
    {
        var exception = Assert.Throws<InvalidInputException>(() => Create(json));

        Assert.Equal((subject, kind), (exception.Subject, exception.Kind));
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(ByteLevel)]
    [InlineData(SentencePiece)]
    [InlineData(Unigram)]
    [InlineData(WordPiece)]
    public void Encode_AMegabyteOfOneLetter_TakesTimeInProportion(string json)
    {
        Tokenizer tokenizer = Create(json);

        Assert.All("ab x\u00e9\u4e2d".Select(static letter => new string(letter, 1 << 20)), text => Assert.True(tokenizer.Encode(text).Length <= 3 << 20));
    }

    private static Tokenizer Create(string json) => HuggingFaceTokenizer.Create(Encoding.UTF8.GetBytes(json));
}
