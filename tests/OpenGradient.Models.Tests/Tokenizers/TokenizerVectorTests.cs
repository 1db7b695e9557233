using System.Diagnostics;
using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Tests;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>Token ids of another engine, vocabulary by vocabulary.</summary>
[Trait("Category", "Vectors")]
public sealed class TokenizerVectorTests
{
    [Theory]
    [InlineData("bert-bge", false)]
    [InlineData("deepseek-llm", true)]
    [InlineData("gpt-2", true)]
    [InlineData("llama-bpe", true)]
    [InlineData("llama-spm", true)]
    [InlineData("phi-3", true)]
    [InlineData("qwen2", true)]
    public void Encode_EveryInput_GivesTheExpectedTokensAndDecodesBack(string name, bool isLossless)
    {
        Tokenizer tokenizer = GgufTokenizer.Create(Header(name).Metadata)!;
        string[] inputs = File.ReadAllText(ExternalVectors.Require($"tokenizers/ggml-vocab-{name}.gguf.inp")).Split("\n__ggml_vocab_test__\n");
        string[] expected = File.ReadAllLines(ExternalVectors.Require($"tokenizers/ggml-vocab-{name}.gguf.out"));

        for (int i = 0; i < expected.Length; i++)
        {
            int[] tokens = [.. tokenizer.Encode(inputs[i])];
            Assert.True(expected[i].Trim() == string.Join(' ', tokens), $"input {i} '{inputs[i]}': {expected[i]} but {string.Join(' ', tokens)}");
            if (isLossless)
                Assert.Equal(inputs[i], tokenizer.Decode(tokens));
        }

        Assert.True(expected.Length > 40);
    }

    private static GgufHeader Header(string name)
    {
        byte[] bytes = Decompress(ExternalVectors.Require($"tokenizers/ggml-vocab-{name}.gguf.xz"));
        return GgufHeader.Parse(bytes, bytes.Length);
    }

    private static byte[] Decompress(string path)
    {
        try
        {
            using Process xz = Process.Start(new ProcessStartInfo("xz", ["-dc", path]) { RedirectStandardOutput = true })!;
            using MemoryStream bytes = new();
            xz.StandardOutput.BaseStream.CopyTo(bytes);
            xz.WaitForExit();
            Assert.Equal(0, xz.ExitCode);
            return bytes.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("the program 'xz' is not installed");
            throw;
        }
    }
}
