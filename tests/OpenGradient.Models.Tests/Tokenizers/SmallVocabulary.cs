using OpenGradient.Models.Gguf;
using OpenGradient.Models.Tokenizers;
using OpenGradient.Models.Tokenizers.Gguf;

namespace OpenGradient.Models.Tests.Tokenizers;

/// <summary>A vocabulary of the 256 bytes, a few merges and a few control tokens.</summary>
internal static class SmallVocabulary
{
    public const int Start = 261;
    public const int End = 262;
    public const int Blanks = 263;
    public const int Tag = 264;

    public static Tokenizer Create(string pre = "qwen2") => GgufTokenizer.Create(Metadata(pre))!;

    public static GgufMetadata Metadata(string pre = "qwen2")
    {
        string[] merges = ["h e", "l l", "he ll", "hell o", "Ġ a"];
        string[] tokens =
        [
            .. Enumerable.Range(0, 256).Select(static value => ByteAlphabet.ToChar((byte)value).ToString()),
            .. merges.Select(static merge => merge.Replace(" ", "", StringComparison.Ordinal)),
            "<|im_start|>", "<|im_end|>", "    ", "<tag>",
        ];
        long[] kinds = [.. Enumerable.Repeat(1L, 261), 3, 3, 4, 4];
        return new GgufMetadata(new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = "gpt2",
            ["tokenizer.ggml.pre"] = pre,
            ["tokenizer.ggml.tokens"] = tokens,
            ["tokenizer.ggml.token_type"] = kinds,
            ["tokenizer.ggml.merges"] = merges,
            ["tokenizer.ggml.eos_token_id"] = (long)End,
        });
    }
}
