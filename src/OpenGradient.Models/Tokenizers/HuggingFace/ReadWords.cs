using System.Collections.Immutable;
using System.Text;
using OpenGradient.Models.Tokenizers.Gguf;
using OpenGradient.Models.Tokenizers.Patterns;
using OpenGradient.Models.Tokenizers.Unicode;
using OpenGradient.Models.Tokenizers.Words;

namespace OpenGradient.Models.Tokenizers.HuggingFace;

/// <summary>The <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
internal sealed class ReadWords
{
    private const int DepthLimit = 8;
    private const int StageLimit = 64;
    private const string SuperBpeDigits = @"(?=(\d{3})+(?!\d))";
    private const string WordLetters = @"[\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\x{1F130}-\x{1F149}\x{1F150}-\x{1F169}\x{1F170}-\x{1F189}\u200C\u200D]";
    private const string TinyAyaDigits = @"\d{1,3}(?=(?:\d{3})*\b)";

    private readonly ImmutableArray<IWordStage>.Builder _stages = ImmutableArray.CreateBuilder<IWordStage>();

    public ReadWords(JsonPart words)
    {
        Read(words, 0);
        Stages = _stages.ToImmutable();
    }

    /// <summary>The steps in order.</summary>
    public ImmutableArray<IWordStage> Stages { get; }

    /// <summary>Whether words are encoded as bytes.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>Whether the steps themselves write each byte as a character, as steps follow that look at those.</summary>
    public bool WritesBytes { get; private set; }

    private void Read(JsonPart part, int depth)
    {
        if (part.IsMissing)
            return;
        if (depth > DepthLimit)
            throw part.Unsupported("Sequences nest too deep.");
        if (_stages.Count > StageLimit)
            throw part.Unsupported($"There are more than {StageLimit} steps.");
        if (IsByteLevel && !WritesBytes)
        {
            WritesBytes = true;
            _stages.Add(new WordRewriter(static (word, _) => ByteAlphabet.Encode([.. word.EnumerateRunes()])));
        }

        switch (part["type"].Text)
        {
            case "Sequence":
                foreach (JsonPart step in part["pretokenizers"].Items)
                    Read(step, depth + 1);
                break;
            case "ByteLevel":
                ReadByteLevel(part);
                break;
            case "Metaspace":
                ReadMetaspace(part);
                break;
            default:
                _stages.AddRange(Cutters(part));
                break;
        }
    }

    private void ReadByteLevel(JsonPart part)
    {
        if (part.Flag("add_prefix_space", true))
            _stages.Add(new WordRewriter(static (word, _) => word.StartsWith(' ') ? word : " " + word));
        if (part.Flag("use_regex", true))
            _stages.Add(Cut(PreTokenizerPatterns.Gpt2));
        IsByteLevel = true;
    }

    private void ReadMetaspace(JsonPart part)
    {
        string mark = part.Optional("replacement", TokenSpellings.BlankMark.ToString());
        string scheme = part.Optional("prepend_scheme", part.Flag("add_prefix_space", true) ? "always" : "never");
        if (mark.Length != 1 || scheme is not ("always" or "first" or "never"))
            throw part.Unsupported($"The replacement '{mark}' with the scheme '{scheme}' is not supported.");
        _stages.Add(new WordRewriter((word, isFirst) =>
        {
            string marked = word.Replace(" ", mark, StringComparison.Ordinal);
            bool isWanted = scheme == "always" || (scheme == "first" && isFirst);
            return isWanted && !marked.StartsWith(mark, StringComparison.Ordinal) ? mark + marked : marked;
        }));
        if (part.Flag("split", true))
            _stages.Add(new PatternSplit(Pattern.Parse($@"\u{(int)mark[0]:X4}"), MatchUse.WithNext));
    }

    private static IEnumerable<IWordStage> Cutters(JsonPart part) => part["type"].Text switch
    {
        "BertPreTokenizer" => [BertWords.Blanks, BertWords.Marks],
        "Whitespace" => [BertWords.Blanks, new PatternSplit(Pattern.Parse(WordLetters + "+"))],
        "WhitespaceSplit" => [BertWords.Blanks],
        "Punctuation" => [new PatternSplit(Pattern.Parse(@"[\p{P}$+<=>^`|~]"), Use(part.Optional("behavior", "Isolated"), part))],
        "Digits" => [new PatternSplit(Pattern.Parse(@"\p{N}"), part.Flag("individual_digits", false) ? MatchUse.Isolated : MatchUse.Contiguous)],
        "CharDelimiterSplit" => [new PatternSplit(Literal(part["delimiter"].Text), MatchUse.Removed)],
        "Split" => [Split(part)],
        _ => throw part.Unsupported($"The pre-tokenizer '{part["type"].Text}' is not supported."),
    };

    private static IWordStage Split(JsonPart part)
    {
        JsonPart pattern = part["pattern"];
        MatchUse use = Use(part["behavior"].Text, part);
        string regex = pattern["Regex"].IsMissing ? "" : pattern["Regex"].Text;
        // Patterns that look ahead to the end of all digits take quadratic time.
        return regex switch
        {
            SuperBpeDigits when use == MatchUse.Isolated => new DigitGroups(CodePointSets.Digits, isAlone: false),
            TinyAyaDigits when use == MatchUse.Isolated => new DigitGroups(CodePointSets.Digits, isAlone: true, endsWord: true),
            _ => new PatternSplit(regex.Length > 0 ? Pattern.Parse(regex) : Literal(pattern["String"].Text), use, part.Flag("invert", false)),
        };
    }

    private static MatchUse Use(string behavior, JsonPart part) => behavior switch
    {
        "Isolated" => MatchUse.Isolated,
        "Removed" => MatchUse.Removed,
        "MergedWithPrevious" => MatchUse.WithPrevious,
        "MergedWithNext" => MatchUse.WithNext,
        "Contiguous" => MatchUse.Contiguous,
        _ => throw part.Unsupported($"The behaviour '{behavior}' is not supported."),
    };

    private static PatternSplit Cut(string pattern) => new(Pattern.Parse(pattern));

    /// <summary>A pattern that matches a text and nothing else.</summary>
    private static Pattern Literal(string text)
    {
        StringBuilder source = new();
        foreach (Rune rune in text.EnumerateRunes())
            source.Append(System.Globalization.CultureInfo.InvariantCulture, $@"\x{{{rune.Value:X}}}");
        return Pattern.Parse(source.ToString());
    }
}
