namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>WordPiece (BERT): the longest token that the word begins with, then the longest that the rest does, and so on.</summary>
/// <remarks>A word of which any part is no token is one unknown token.</remarks>
/// <param name="vocabulary">The tokens.</param>
/// <param name="unknown">The unknown token; null drops such words.</param>
internal sealed class WordPieceModel(Vocabulary vocabulary, int? unknown) : ITokenModel
{
    /// <summary>What the vocabulary writes before a token that begins a word.</summary>
    public string StartPrefix { get; init; } = "";

    /// <summary>What the vocabulary writes before a token that continues one.</summary>
    public string ContinuationPrefix { get; init; } = "";

    /// <summary>Words of more code points are unknown.</summary>
    public int LongestWord { get; init; } = int.MaxValue;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        int before = tokens.Count;
        string marked = StartPrefix + word.ToString();
        for (int start = 0; start < marked.Length;)
        {
            if (!TryFindLongest(marked, start, out int token, out int length) || IsTooLong(word))
            {
                tokens.RemoveRange(before, tokens.Count - before);
                if (unknown is int known)
                    tokens.Add(known);
                return;
            }

            tokens.Add(token);
            start += length;
        }
    }

    private bool TryFindLongest(string word, int start, out int token, out int length)
    {
        string prefix = start == 0 ? "" : ContinuationPrefix;
        string rest = string.Concat(prefix, word.AsSpan(start, Math.Min(word.Length - start, vocabulary.LongestText)));
        for (length = rest.Length; length > prefix.Length; length--)
        {
            if (vocabulary.TryFind(rest.AsSpan(0, length), out token))
            {
                length -= prefix.Length;
                return true;
            }
        }

        token = 0;
        return false;
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= LongestWord)
            return false;
        int count = 0;
        foreach (System.Text.Rune _ in word.EnumerateRunes())
            count++;
        return count > LongestWord;
    }
}
