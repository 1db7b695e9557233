using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person compares a language model's logits with another engine's.</summary>
public sealed class LogitsTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void Logits_OfThreeTokens_AreARowForEach()
    {
        string file = Path.GetTempFileName();
        try
        {
            string model = Repository.PathOf("models/tinychat/tinychat.gguf");

            string said = Og.Run("model", "logits", model, "--tokens", "1,2,3", "-o", file).Expect(0);

            Assert.Contains($"f32[3,768], {3 * 768 * 4} bytes", said, StringComparison.Ordinal);
            byte[] three = File.ReadAllBytes(file);
            Og.Run("model", "logits", model, "--tokens", "1,2", "-o", file).Expect(0);
            Assert.Equal(three[..(2 * 768 * 4)], File.ReadAllBytes(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Logits_OfNoLanguageModelOrNoTokens_AreRefusedInASentence()
    {
        Assert.Contains("this is no language model", Og.Run("model", "logits", Repository.PathOf("models/digits/digits.onnx"), "--tokens", "1", "-o", "x").Errors, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("og: Step 0 (Embedding): token 9999", Og.Run("model", "logits", Repository.PathOf("models/tinychat/tinychat.gguf"), "--tokens", "9999", "-o", "x").Errors, StringComparison.Ordinal);
        Assert.Contains("'two' is not a token id", Og.Run("model", "logits", Repository.PathOf("models/tinychat/tinychat.gguf"), "--tokens", "1,two", "-o", "x").Errors, StringComparison.Ordinal);
    }

    /// <summary>tinychat reads 512 tokens.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Logits_OfMoreTokensThanTheModelReads_AreRefusedWithTheFieldAndTheCure()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            OgResult refused = Logits(513, file);
            bool isWritten = File.Exists(file);
            string longest = Logits(512, file).Expect(0);

            Assert.Equal(1, refused.ExitCode);
            Assert.Equal(
                "og: --tokens: These are 513 tokens; the model reads 512 in all ('context_length' of a GGUF file, 'max_position_embeddings' of a config.json). Give 512 or fewer.",
                refused.Errors.Trim());
            Assert.False(isWritten);
            Assert.Contains("f32[512,768]", longest, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static OgResult Logits(int tokenCount, string file) =>
        Og.Run("model", "logits", Repository.PathOf("models/tinychat/tinychat.gguf"), "--tokens", string.Join(',', Enumerable.Repeat(1, tokenCount)), "-o", file);
}
