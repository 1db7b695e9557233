using System.Collections.Immutable;
using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Text;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>SentencePiece vocabularies: <c>llama</c> (byte pairs by score) and <c>t5</c> (unigram).</summary>
internal static class GgufSentencePiece
{
    /// <summary>Builds a tokenizer of byte pairs.</summary>
    public static Tokenizer CreatePairs(GgufVocabulary file)
    {
        Vocabulary vocabulary = file.Read(TokenSpelling.MarkedBlanks);
        bool addsBlank = file.Flag("add_space_prefix", true);
        CharacterFallback fallback = new(vocabulary, usesBytes: true, file.SpecialToken("unknown", 0));
        TokenizerParts parts = new(vocabulary, new ScoredPairModel(vocabulary, fallback))
        {
            SpecialTokens = GgufSpecialTokens.Of(file, vocabulary),
            Normalizers = [new BlankMarker(addsBlank ? BlankPrefix.Always : BlankPrefix.Never, isForced: true)],
            DropsFirstBlank = addsBlank,
        };
        return Frame(file, parts, file.SpecialToken("bos", 1), file.SpecialToken("eos", 2), addsBegin: true, addsEnd: false);
    }

    /// <summary>Builds a unigram tokenizer.</summary>
    public static Tokenizer CreateUnigram(GgufVocabulary file)
    {
        Vocabulary vocabulary = file.Read(TokenSpelling.MarkedBlanks);
        bool addsBlank = file.Flag("add_space_prefix", false);
        byte[] map = file.CharacterMap();
        ImmutableArray<ITextNormalizer> spaces = [new SpaceMerger { AddsBlank = addsBlank, Merges = file.Flag("remove_extra_whitespaces", false) }];
        IEnumerable<string> kept = vocabulary.OfKind(TokenKind.UserDefined).Select(vocabulary.Text);
        TokenizerParts parts = new(vocabulary, new UnigramModel(vocabulary, file.SpecialToken("unknown", 2) ?? 0))
        {
            SpecialTokens = GgufSpecialTokens.Of(file, vocabulary),
            Normalizers = [new CharacterMap(map.Length > 0 ? map : new byte[4], kept, "tokenizer.ggml.precompiled_charsmap"), .. spaces],
            DropsFirstBlank = addsBlank,
        };
        return Frame(file, parts, file.SpecialToken("bos"), file.SpecialToken("eos", 1), addsBegin: false, addsEnd: true);
    }

    private static Tokenizer Frame(GgufVocabulary file, TokenizerParts parts, int? begin, int? end, bool addsBegin, bool addsEnd)
    {
        (var prefix, var suffix) = GgufSpecialTokens.Frame(file, begin, end, addsBegin, addsEnd);
        return new Tokenizer(parts) { BeginToken = begin, EndToken = end, Prefix = prefix, Suffix = suffix };
    }
}
