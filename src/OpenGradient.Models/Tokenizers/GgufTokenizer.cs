using System.Collections.Immutable;
using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Builds a <see cref="Tokenizer"/> from the <c>tokenizer.ggml.*</c> metadata of a GGUF file.</summary>
internal static class GgufTokenizer
{
    private const string ModelKey = "tokenizer.ggml.model";
    private const string TokensKey = "tokenizer.ggml.tokens";
    private const string KindsKey = "tokenizer.ggml.token_type";
    private const string MergesKey = "tokenizer.ggml.merges";
    private const string PreTokenizerKey = "tokenizer.ggml.pre";

    /// <summary>Control tokens with which models end a turn, by how vocabularies write them.</summary>
    private static readonly string[] EndOfTurnTexts =
        ["<|im_end|>", "<|eot_id|>", "<|eom_id|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<|end_of_text|>", "</s>"];

    /// <summary>Builds the tokenizer; null for a file without one.</summary>
    /// <exception cref="InvalidInputException">The metadata contradicts itself, or the tokenizer is of a kind not supported.</exception>
    public static Tokenizer? Create(GgufMetadata metadata)
    {
        string model = metadata.Optional(ModelKey, "none");
        if (model is "none" or "no_vocab")
            return null;
        if (model != "gpt2")
            throw GgufError.Unsupported(ModelKey, $"The tokenizer '{model}' ({Describe(model)}) is not supported; 'gpt2' (byte-level BPE) is.");
        string[] texts = metadata.Required<string[]>(TokensKey);
        Vocabulary vocabulary = new(texts, Kinds(metadata, texts.Length));
        string pre = metadata.Optional(PreTokenizerKey, "default");
        bool takesWholeWords = pre is "llama3" or "llama-v3" or "llama-bpe";
        return new Tokenizer(vocabulary, new BytePairMerges(vocabulary, Merges(metadata)), PreTokenizer(pre), takesWholeWords)
        {
            BeginToken = Token(metadata, "tokenizer.ggml.bos_token_id", texts.Length),
            EndToken = Token(metadata, "tokenizer.ggml.eos_token_id", texts.Length),
        };
    }

    /// <summary>The tokens after which an answer is over.</summary>
    public static ImmutableArray<int> EndOfTurnTokens(GgufMetadata metadata, Tokenizer tokenizer)
    {
        SortedSet<int> tokens = [];
        foreach (string key in (string[])["tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"])
        {
            if (Token(metadata, key, tokenizer.VocabularySize) is int token)
                tokens.Add(token);
        }

        foreach (string text in EndOfTurnTexts)
        {
            if (tokenizer.TryFind(text, out int token) && tokenizer.KindOf(token) == TokenKind.Control)
                tokens.Add(token);
        }

        return [.. tokens];
    }

    private static int? Token(GgufMetadata metadata, string key, int count)
    {
        // Some converters write 2^32 - 1 for "none".
        long token = metadata.Optional(key, (long)uint.MaxValue);
        if (token == uint.MaxValue)
            return null;
        return token >= 0 && token < count ? (int)token : throw GgufError.Invalid(key, $"{token} is not one of the vocabulary's {count} tokens.");
    }

    private static TokenKind[] Kinds(GgufMetadata metadata, int count)
    {
        if (!metadata.TryGet(KindsKey, out long[] numbers))
            return [.. Enumerable.Repeat(TokenKind.Normal, count)];
        if (numbers.Length != count)
            throw GgufError.Invalid(KindsKey, $"It has {numbers.Length} entries for {count} tokens.");
        return [.. numbers.Select(static number => number is >= 1 and <= 6 ? (TokenKind)number
            : throw GgufError.Invalid(KindsKey, $"There is no token type {number}."))];
    }

    private static (string Left, string Right)[] Merges(GgufMetadata metadata)
    {
        string[] lines = metadata.Required<string[]>(MergesKey);
        (string, string)[] merges = new (string, string)[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            // The blank cannot be the first letter: a token may not be empty.
            int blank = lines[i].IndexOf(' ', Math.Min(1, lines[i].Length));
            merges[i] = blank > 0 && blank < lines[i].Length - 1
                ? (lines[i][..blank], lines[i][(blank + 1)..])
                : throw GgufError.Malformed(MergesKey, $"Merge {i} is not two tokens with a blank between.");
        }

        return merges;
    }

    private static IPreTokenizer PreTokenizer(string name) => name switch
    {
        "gpt-2" or "gpt2" or "phi-2" => new Gpt2PreTokenizer(),
        "llama3" or "llama-v3" or "llama-bpe" => new Llama3PreTokenizer(digitsTogether: 3),
        "qwen2" or "deepseek-r1-qwen" => new Llama3PreTokenizer(digitsTogether: 1),
        "smollm" or "starcoder" or "refact" or "command-r" or "codeshell" => StagedPreTokenizer.SingleDigits,
        "default" => StagedPreTokenizer.Default,
        _ => throw GgufError.Unsupported(PreTokenizerKey, $"The pre-tokenizer '{name}' is not supported; gpt-2, llama-bpe, qwen2, smollm and default are."),
    };

    private static string Describe(string model) => model switch
    {
        "llama" => "SentencePiece",
        "bert" => "WordPiece",
        "t5" => "Unigram",
        "rwkv" => "RWKV",
        _ => "unknown",
    };
}
