using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Text;
using OpenGradient.Models.Tokenizers.Words;

namespace OpenGradient.Models.Tokenizers.Gguf;

/// <summary>Vocabularies of which always the longest token is taken: <c>bert</c> (WordPiece) and <c>rwkv</c>.</summary>
internal static class GgufWordPiece
{
    private const int BertUnknown = 100;
    private const int BertBegin = 101;
    private const int BertEnd = 102;

    /// <summary>Builds a WordPiece tokenizer. Converters write a blank mark before what begins a word, nothing before the rest.</summary>
    public static Tokenizer Create(GgufVocabulary file)
    {
        Vocabulary vocabulary = file.Read(TokenSpelling.MarkedBlanks);
        bool isLower = file.Flag("normalizer.lowercase", true);
        WordPieceModel model = new(vocabulary, file.SpecialToken("unknown", BertUnknown)) { StartPrefix = TokenSpellings.BlankMark.ToString() };
        TokenizerParts parts = new(vocabulary, new CachedModel(model))
        {
            SpecialTokens = GgufSpecialTokens.Of(file, vocabulary),
            Normalizers = [new BertText { IsLower = isLower, DropsAccents = file.Flag("normalizer.strip_accents", isLower) }],
            Words = new WordSplitter(BertWords.Blanks, BertWords.Marks),
            DropsFirstBlank = true,
        };
        int? begin = file.SpecialToken("bos", BertBegin);
        // The key is misspelt in the format.
        int? end = file.SpecialToken("seperator", BertEnd);
        return new Tokenizer(parts)
        {
            BeginToken = begin,
            EndToken = end,
            Prefix = begin is int first ? [first] : [],
            Suffix = end is int last ? [last] : [],
        };
    }

    /// <summary>Builds the tokenizer of RWKV.</summary>
    public static Tokenizer CreateLongest(GgufVocabulary file)
    {
        Vocabulary vocabulary = file.Read(TokenSpelling.Escapes);
        TokenizerParts parts = new(vocabulary, new LongestTokenModel(vocabulary, file.SpecialToken("unknown")))
        {
            SpecialTokens = GgufSpecialTokens.Of(file, vocabulary),
        };
        return new Tokenizer(parts) { BeginToken = file.SpecialToken("bos"), EndToken = file.SpecialToken("eos") };
    }
}
