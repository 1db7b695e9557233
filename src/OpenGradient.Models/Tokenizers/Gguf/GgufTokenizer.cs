using System.Collections.Immutable;
using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>Builds a <see cref="Tokenizer"/> from the <c>tokenizer.ggml.*</c> metadata of a GGUF file.</summary>
internal static class GgufTokenizer
{
    private const string ModelKey = "tokenizer.ggml.model";

    /// <summary>Tokens between files and behind them, for models that fill in code; an answer is over there, too.</summary>
    private static readonly (string Role, string[] Texts)[] Fillers =
    [
        ("fim_pad", ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]),
        ("fim_rep", ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]),
        ("fim_sep", ["<|file_sep|>"]),
    ];

    /// <summary>Builds the tokenizer; null for a file without one.</summary>
    /// <exception cref="InvalidInputException">The metadata contradicts itself, or the tokenizer is of a kind not supported.</exception>
    public static Tokenizer? Create(GgufMetadata metadata)
    {
        string model = metadata.Optional(ModelKey, "none");
        GgufVocabulary file = new(metadata);
        return model switch
        {
            "none" or "no_vocab" => GgufEmbeddedTokenizer.Create(metadata),
            "gpt2" or "gemma4" or "whitespace" => GgufBytePairs.Create(file, model),
            "llama" => GgufSentencePiece.CreatePairs(file),
            "t5" => GgufSentencePiece.CreateUnigram(file),
            "bert" => GgufWordPiece.Create(file),
            "rwkv" => GgufWordPiece.CreateLongest(file),
            _ => throw GgufError.Unsupported(ModelKey, $"The tokenizer '{model}' is not supported; gpt2, gemma4, llama, t5, bert and rwkv are."),
        };
    }

    /// <summary>The tokens after which an answer is over.</summary>
    public static ImmutableArray<int> EndOfTurnTokens(GgufMetadata metadata, Tokenizer tokenizer)
    {
        if (metadata.Optional(ModelKey, "none") is "none" or "no_vocab")
            return EndOfTurn.Tokens(tokenizer, GgufEmbeddedTokenizer.Ends(metadata));
        GgufVocabulary file = new(metadata);
        IEnumerable<int?> ends = ((string[])["eos", "eot", "eom"]).Select(name => file.SpecialToken(name));
        return EndOfTurn.Tokens(tokenizer, ends.Concat(Fillers.Select(filler => file.SpecialToken(filler.Role) ?? Find(tokenizer, filler.Texts))).OfType<int>());
    }

    private static int? Find(Tokenizer tokenizer, string[] texts)
    {
        foreach (string text in texts)
        {
            if (tokenizer.TryFind(text, out int token) && tokenizer.KindOf(token) == TokenKind.Control)
                return token;
        }

        return null;
    }
}
