using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Text;
using OpenGradient.Models.Tokenizers.Words;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>Byte-pair encoding by a list of merges: <c>gpt2</c>, and <c>gemma4</c> over characters.</summary>
internal static class GgufBytePairs
{
    /// <summary>Builds the tokenizer.</summary>
    public static Tokenizer Create(GgufVocabulary file, string model)
    {
        string name = model == "gemma4" ? model : file.Name("pre") is { Length: > 0 } named ? named : "default";
        PreTokenizer pre = PreTokenizer.Find(name) ?? throw GgufVocabulary.UnknownPreTokenizer(name);
        Vocabulary vocabulary = file.Read(pre.IsOfCharacters ? TokenSpelling.MarkedBlanks : TokenSpelling.ByteAlphabet);
        MergeTable merges = new(file.Merges());
        ITokenModel tokens = pre.IsOfCharacters
            ? new CharacterPairModel(vocabulary, merges, new CharacterFallback(vocabulary, usesBytes: true, file.SpecialToken("unknown")))
            : new ByteLevelModel(vocabulary, merges, pre.TakesWholeWords);
        int? begin = file.SpecialToken("bos");
        int? end = file.SpecialToken("eos");
        (var prefix, var suffix) = GgufSpecialTokens.Frame(file, begin, end, pre.AddsBegin, addsEnd: false);
        if (pre.ForcesBegin && begin is int first)
            prefix = [first];
        TokenizerParts parts = new(vocabulary, new CachedModel(tokens))
        {
            SpecialTokens = GgufSpecialTokens.Of(file, vocabulary),
            Normalizers = pre.IsOfCharacters && !pre.DropsBlanks ? [new BlankMarker(BlankPrefix.Never, isForced: false)] : [],
            Words = new WordSplitter(pre.Stages),
        };
        return new Tokenizer(parts) { BeginToken = begin, EndToken = end, Prefix = prefix, Suffix = suffix };
    }
}
