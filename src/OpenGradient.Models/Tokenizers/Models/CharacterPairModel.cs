namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Byte-pair encoding over characters: neighbours merge by rank; characters not in the vocabulary fall back.</summary>
internal sealed class CharacterPairModel : ITokenModel
{
    private readonly Vocabulary _vocabulary;
    private readonly MergeTable _merges;
    private readonly CharacterFallback _fallback;
    private readonly string _continuationPrefix;
    private readonly string _wordSuffix;
    private readonly int[] _tokenOfSymbol;

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">The merges.</param>
    /// <param name="fallback">What stands for other characters.</param>
    /// <param name="continuationPrefix">What is put before each character but the first, such as <c>##</c>.</param>
    /// <param name="wordSuffix">What is put behind the last character, such as <c>&lt;/w&gt;</c>.</param>
    public CharacterPairModel(
        Vocabulary vocabulary, MergeTable merges, CharacterFallback fallback, string continuationPrefix = "", string wordSuffix = "")
    {
        _continuationPrefix = continuationPrefix;
        _wordSuffix = wordSuffix;
        _vocabulary = vocabulary;
        _merges = merges;
        _fallback = fallback;
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (IsCharacter(Stem(vocabulary.Text(id))))
                merges.SymbolOf(vocabulary.Text(id));
        }

        _tokenOfSymbol = [.. Enumerable.Range(0, merges.SymbolCount)
            .Select(symbol => vocabulary.TryFind(merges.TextOf(symbol), out int token) ? token : -1)];
    }

    /// <summary>Whether a word that is a token is taken as it is, whatever the merges say.</summary>
    public bool TakesWholeWords { get; init; }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        if (TakesWholeWords && _vocabulary.TryFind(word, out int whole))
        {
            tokens.Add(whole);
            return;
        }

        // Symbols below -1 are characters that are none: the place of the character, negated, less two.
        int[] symbols = new int[word.Length];
        int count = 0;
        for (int i = 0; i < word.Length;)
        {
            int units = char.IsHighSurrogate(word[i]) ? 2 : 1;
            symbols[count++] = Symbol(word, i, units);
            i += units;
        }

        count = BytePairMerger.Merge(_merges, symbols.AsSpan(0, count));
        Emit(word, symbols.AsSpan(0, count), tokens);
    }

    private int Symbol(ReadOnlySpan<char> word, int index, int units)
    {
        ReadOnlySpan<char> character = word.Slice(index, units);
        bool isFirst = index == 0;
        bool isLast = index + units == word.Length;
        int symbol;
        bool isKnown = (isFirst || _continuationPrefix.Length == 0) && (!isLast || _wordSuffix.Length == 0)
            ? _merges.TryFind(character, out symbol)
            : _merges.TryFind($"{(isFirst ? "" : _continuationPrefix)}{character}{(isLast ? _wordSuffix : "")}", out symbol);
        return isKnown ? symbol : -2 - index;
    }

    private void Emit(ReadOnlySpan<char> word, ReadOnlySpan<int> symbols, List<int> tokens)
    {
        bool wasUnknown = false;
        foreach (int symbol in symbols)
        {
            if (symbol >= 0 && _tokenOfSymbol[symbol] >= 0)
            {
                tokens.Add(_tokenOfSymbol[symbol]);
                wasUnknown = false;
                continue;
            }

            ReadOnlySpan<char> text = symbol >= 0 ? Stem(_merges.TextOf(symbol)) : word[(-2 - symbol)..];
            for (int i = 0; i < text.Length && (symbol >= 0 || i == 0);)
            {
                int units = char.IsHighSurrogate(text[i]) ? 2 : 1;
                _fallback.Encode(text.Slice(i, units), ref wasUnknown, tokens);
                i += units;
            }
        }
    }

    private string Stem(string text)
    {
        string stem = _continuationPrefix.Length > 0 && text.StartsWith(_continuationPrefix, StringComparison.Ordinal) ? text[_continuationPrefix.Length..] : text;
        return _wordSuffix.Length > 0 && stem.EndsWith(_wordSuffix, StringComparison.Ordinal) ? stem[..^_wordSuffix.Length] : stem;
    }

    private static bool IsCharacter(string text) => text.Length == 1 || (text.Length == 2 && char.IsSurrogatePair(text, 0));
}
