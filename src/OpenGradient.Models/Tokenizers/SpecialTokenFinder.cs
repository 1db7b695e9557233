using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Finds special tokens in a text: leftmost first, the longest where several begin.</summary>
internal sealed class SpecialTokenFinder
{
    private readonly Dictionary<char, SpecialToken[]> _tokensByFirst;

    public SpecialTokenFinder(IEnumerable<SpecialToken> tokens) => _tokensByFirst = tokens.Where(static token => token.Text.Length > 0)
        .GroupBy(static token => token.Text[0])
        .ToDictionary(static group => group.Key, static group => group.OrderByDescending(static token => token.Text.Length).ToArray());

    /// <summary>The first token at or after <paramref name="start"/> with the white space that belongs to it; false if there is none.</summary>
    public bool TryFindNext(string text, int start, out TextPiece piece, out int token)
    {
        for (int index = start; _tokensByFirst.Count > 0 && index < text.Length; index++)
        {
            if (_tokensByFirst.TryGetValue(text[index], out SpecialToken[]? candidates) && Match(text, index, candidates) is { } found)
            {
                piece = WithSpace(text, start, index, found);
                token = found.Id;
                return true;
            }
        }

        piece = new TextPiece(text.Length, 0);
        token = 0;
        return false;
    }

    private static SpecialToken? Match(string text, int index, SpecialToken[] candidates)
    {
        foreach (SpecialToken candidate in candidates)
        {
            bool matches = string.CompareOrdinal(text, index, candidate.Text, 0, candidate.Text.Length) == 0;
            if (matches && (!candidate.IsWord || (!IsWord(text, index - 1) && !IsWord(text, index + candidate.Text.Length))))
                return candidate;
        }

        return null;
    }

    private static TextPiece WithSpace(string text, int start, int index, SpecialToken token)
    {
        int end = index + token.Text.Length;
        while (token.TakesSpaceBefore && index > start && CodePointSets.WhiteSpace.Contains(text[index - 1]))
            index--;
        while (token.TakesSpaceBehind && end < text.Length && CodePointSets.WhiteSpace.Contains(text[end]))
            end++;
        return new TextPiece(index, end - index);
    }

    private static bool IsWord(string text, int index) => index >= 0 && index < text.Length && CodePointSets.AlphabeticWords.Contains(text[index]);
}
