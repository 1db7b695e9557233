using System.Text.Json;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person tries a vocabulary: looks at tokens, then compares with another engine's.</summary>
public sealed class TokenizerTests : IDisposable
{
    private const string Vocabulary = """
        {"added_tokens":[{"id":4,"content":"<end>","special":true}],"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false},"decoder":{"type":"ByteLevel"},
        "post_processor":{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"<end>"}}],"special_tokens":{"<end>":{"ids":[4]}}},
        "model":{"type":"BPE","vocab":{"a":0,"b":1,"ab":2,"\u0120":3,"<end>":4,"e":5,"n":6,"d":7,"<":8,">":9},"merges":["a b"]}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("og-tokenizer-").FullName;

    private string File => Path.Combine(_folder, "tokenizer.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Encode_ThenDecode_GivesTheTextBack()
    {
        System.IO.File.WriteAllText(File, Vocabulary);

        Assert.Equal("2 3 0\n", Og.Run("tokenizer", "encode", File, "ab a").Expect(0));
        Assert.Equal("ab a\n", Og.Run("tokenizer", "decode", File, "2", "3", "0").Expect(0));
        Assert.Equal("ab a\n", Og.Run("tokenizer", "decode", File, "2,3,0").Expect(0));
        Assert.Contains("'x' is not a token id", Og.Run("tokenizer", "decode", File, "2", "x").Errors, StringComparison.Ordinal);
        Assert.Equal("2 4 4\n", Og.Run("tokenizer", "encode", _folder, "ab<end>", "--special", "--framed").Expect(0));
        Assert.Contains("77 is not one of the vocabulary's 10 tokens", Og.Run("tokenizer", "decode", File, "77").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_FolderWithAModel_ReadsItsTokenizer() => Assert.Equal(
        Og.Run("tokenizer", "encode", "models/tinychat/tinychat.gguf", "Hello").Expect(0), Og.Run("tokenizer", "encode", "models/tinychat", "Hello").Expect(0));

    [Fact]
    public void Encode_DamagedTokenizer_NamesTheFile()
    {
        System.IO.File.WriteAllText(File, "{}");

        Assert.Contains(_folder, Og.Run("tokenizer", "encode", _folder, "a").Errors, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Test_OneRightOneWrong_IsALineForEach()
    {
        Write("good.json", "2 3 0");
        Write("wrong.json", "2 3 1");

        OgResult both = Og.Run("tokenizer", "test", _folder);
        OgResult json = Og.Run("tokenizer", "test", _folder, "--json");

        string[] lines = both.Expect(1).TrimEnd().Split('\n');
        Assert.Equal("pass         good.json: 1 of 1 text, 10 tokens", lines[0]);
        Assert.Equal("FAIL         wrong.json: 0 of 1 text, 10 tokens: \"ab a\" gives 2 3 0 instead of 2 3 1", lines[1]);
        Assert.Equal("passed 1, failed 1, unsupported 0", lines[2]);
        using JsonDocument document = JsonDocument.Parse(json.Expect(1));
        Assert.Equal("failed", document.RootElement.GetProperty("vocabularies")[1].GetProperty("outcome").GetString());
    }

    [Fact]
    public void Test_OfNothing_SaysWhatACaseIs() =>
        Assert.Contains("NAME.gguf.inp", Og.Run("tokenizer", "test", _folder).Errors, StringComparison.Ordinal);

    private void Write(string name, string tokens)
    {
        System.IO.File.WriteAllText(Path.Combine(_folder, name), Vocabulary);
        System.IO.File.WriteAllText(Path.Combine(_folder, name + ".inp"), "ab a\n__ggml_vocab_test__\n");
        System.IO.File.WriteAllText(Path.Combine(_folder, name + ".out"), $" {tokens}\n");
    }
}
