using OpenGradient.Tests;

namespace OpenGradient.Cli.Tests.Models;

/// <summary>A person compares a language model's logits with another engine's.</summary>
public sealed class LogitsTests
{
    [Fact]
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
    public void Logits_OfNoLanguageModelOrNoTokens_AreRefusedInASentence()
    {
        Assert.Contains("this is no language model", Og.Run("model", "logits", Repository.PathOf("models/digits/digits.onnx"), "--tokens", "1", "-o", "x").Errors, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("og: Step 0 (Embedding): token 9999", Og.Run("model", "logits", Repository.PathOf("models/tinychat/tinychat.gguf"), "--tokens", "9999", "-o", "x").Errors, StringComparison.Ordinal);
        Assert.Contains("'two' is not a token id", Og.Run("model", "logits", Repository.PathOf("models/tinychat/tinychat.gguf"), "--tokens", "1,two", "-o", "x").Errors, StringComparison.Ordinal);
    }
}
