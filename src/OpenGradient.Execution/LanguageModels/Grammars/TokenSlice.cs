namespace OpenGradient.Execution.LanguageModels;

/// <summary>The tokens of a vocabulary that consist of a few characters of one alphabet, by their number; and all others as a tree.</summary>
/// <remarks>
/// In a state where n characters of the alphabet lead from state to state, whichever they are, the tokens of at most n are allowed without
/// a look at them, and only the others are read. Inside a string the others are a few percent of a vocabulary, and it does not matter
/// whether the string has a limit: only the tokens that are longer than what is left of it change. Source: the slices of llguidance
/// (github.com/guidance-ai/llguidance, docs/optimizations.md); XGrammar (Dong et al., arXiv 2411.15100, section 3.1) calls such tokens
/// independent of context. Immutable.
/// </remarks>
internal sealed class TokenSlice
{
    /// <summary>The most characters of a token in the slice: longer ones are few, and looking so far ahead would cost more than reading them.</summary>
    public const int MaximumLength = 16;

    private readonly ulong[][] _masks = new ulong[MaximumLength + 1][]; // the tokens of at most so many characters

    public TokenSlice(ByteAlphabet alphabet, VocabularyTrie vocabulary)
    {
        Alphabet = alphabet;
        for (int length = 0; length <= MaximumLength; length++)
            _masks[length] = new ulong[TokenMask.WordCount(vocabulary.TokenCount)];
        List<int> others = [];
        foreach (int token in vocabulary.Tokens)
        {
            if (alphabet.Count(vocabulary.BytesOf(token)) is int length and <= MaximumLength)
                _masks[length][token >> 6] |= 1UL << token;
            else
                others.Add(token);
        }

        for (int length = 1; length <= MaximumLength; length++)
        {
            for (int word = 0; word < _masks[length].Length; word++)
                _masks[length][word] |= _masks[length - 1][word];
        }

        Others = vocabulary.Only([.. others]);
    }

    /// <summary>What the tokens consist of.</summary>
    public ByteAlphabet Alphabet { get; }

    /// <summary>All other tokens.</summary>
    public VocabularyTrie Others { get; }

    /// <summary>What it takes in memory, in bytes: estimated.</summary>
    public long Bytes => Others.Bytes + sizeof(ulong) * (long)_masks.Length * _masks[0].Length;

    /// <summary>A mask of the tokens of at most so many characters, of which the caller becomes the owner.</summary>
    public ulong[] CopyUpTo(int length) => [.. _masks[length]];
}
