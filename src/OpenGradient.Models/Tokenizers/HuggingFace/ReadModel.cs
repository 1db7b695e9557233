using OpenGradient.Models.Tokenizers.Models;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The <c>model</c> of a <c>tokenizer.json</c>.</summary>
internal static class ReadModel
{
    private const int BertLongestWord = 100;

    /// <summary>The model over the tokens.</summary>
    public static ITokenModel Of(JsonPart model, ReadVocabulary tokens, ReadWords words) => Type(model) switch
    {
        "BPE" => Pairs(model, tokens.Vocabulary, words),
        "Unigram" => InAlphabet(Unigram(model, tokens), words),
        "WordPiece" => InAlphabet(WordPiece(model, tokens.Vocabulary), words),
        _ => throw model.Unsupported($"The model '{Type(model)}' is not supported; BPE, Unigram and WordPiece are."),
    };

    /// <summary>The type; files of old versions leave it out.</summary>
    private static string Type(JsonPart model) => !model["type"].IsMissing ? model["type"].Text
        : !model["merges"].IsMissing ? "BPE"
        : model["vocab"].IsArray ? "Unigram"
        : "WordPiece";

    private static ITokenModel Pairs(JsonPart model, Vocabulary vocabulary, ReadWords words)
    {
        string prefix = model.Optional("continuing_subword_prefix", "");
        string suffix = model.Optional("end_of_word_suffix", "");
        if (suffix.Length > 0 && model.Flag("byte_fallback", false))
            throw model["byte_fallback"].Unsupported("Bytes in place of characters are not supported where a mark ends each word; the library would write the mark in bytes, too.");
        MergeTable merges = new([.. model["merges"].Items.Select(Merge)], (left, right) => Join(left, right, prefix));
        bool takesWholeWords = model.Flag("ignore_merges", false);
        if (words.IsByteLevel && !words.WritesBytes && prefix.Length == 0 && suffix.Length == 0)
            return new ByteLevelModel(vocabulary, merges, takesWholeWords);
        CharacterFallback fallback = new(vocabulary, model.Flag("byte_fallback", false), Unknown(model, vocabulary), model.Flag("fuse_unk", false));
        ITokenModel pairs = new CharacterPairModel(vocabulary, merges, fallback, prefix, suffix) { TakesWholeWords = takesWholeWords };
        return InAlphabet(pairs, words);
    }

    private static (string Left, string Right) Merge(JsonPart merge)
    {
        string[] parts = merge.IsString ? merge.Text.Split(' ') : [.. merge.Items.Select(static part => part.Text)];
        return parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0 ? (parts[0], parts[1]) : throw merge.Invalid("It is not two tokens.");
    }

    private static string Join(string left, string right, string prefix) =>
        prefix.Length > 0 && right.StartsWith(prefix, StringComparison.Ordinal) ? left + right[prefix.Length..] : left + right;

    /// <summary>The model of a vocabulary that writes bytes as characters, given text.</summary>
    private static ITokenModel InAlphabet(ITokenModel model, ReadWords words) => words.IsByteLevel && !words.WritesBytes ? new AlphabetModel(model) : model;

    private static WordPieceModel WordPiece(JsonPart model, Vocabulary vocabulary) => new(vocabulary, Unknown(model, vocabulary))
    {
        ContinuationPrefix = model.Optional("continuing_subword_prefix", TokenSpellings.ContinuationMark),
        LongestWord = model["max_input_chars_per_word"].IsMissing ? BertLongestWord : model["max_input_chars_per_word"].Integer,
    };

    private static UnigramModel Unigram(JsonPart model, ReadVocabulary tokens)
    {
        Vocabulary vocabulary = tokens.Vocabulary;
        JsonPart unknown = model["unk_id"];
        if (unknown.IsMissing || unknown.Integer < 0 || unknown.Integer >= vocabulary.Count)
            throw unknown.Invalid("It must be the id of a token.");
        CharacterFallback? bytes = model.Flag("byte_fallback", false) ? new(vocabulary, usesBytes: true, unknown.Integer, joinsUnknown: true) : null;
        return new UnigramModel(vocabulary, unknown.Integer, bytes, tokens.AddedIds);
    }

    private static int? Unknown(JsonPart model, Vocabulary vocabulary)
    {
        JsonPart text = model["unk_token"];
        if (text.IsMissing)
            return null;
        return vocabulary.TryFind(text.Text, out int id) ? id : throw text.Invalid($"'{text.Text}' is not in the vocabulary.");
    }
}
