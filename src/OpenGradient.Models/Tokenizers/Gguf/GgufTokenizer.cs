using System.Collections.Immutable;
using OpenGradient.Models.Gguf;
using OpenGradient.Primitives;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>Builds a <see cref="Tokenizer"/> from the <c>tokenizer.ggml.*</c> metadata of a GGUF file.</summary>
internal static class GgufTokenizer
{
    private const string ModelKey = "tokenizer.ggml.model";

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
        return EndOfTurn.Tokens(tokenizer, ((string[])["eos", "eot", "eom"]).Select(name => file.SpecialToken(name)).OfType<int>());
    }
}
