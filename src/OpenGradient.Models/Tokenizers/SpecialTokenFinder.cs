using System.Runtime.InteropServices;
using OpenGradient.Models.Tokenizers.Models;
using OpenGradient.Models.Tokenizers.Unicode;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Finds special tokens in a text: leftmost first, the longest where several begin.</summary>
/// <remarks>At a place it goes through as many letters as agree with some token, however many tokens there are: some models have thousands.</remarks>
internal sealed class SpecialTokenFinder
{
    private readonly SpecialToken[] _tokens;
    private readonly TokenTrie _trie; // of UTF-16 as bytes

    public SpecialTokenFinder(IEnumerable<SpecialToken> tokens)
    {
        _tokens = [.. tokens.Where(static token => token.Text.Length > 0)];
        _trie = new TokenTrie(_tokens.Select(static (token, place) => (MemoryMarshal.AsBytes(token.Text.AsSpan()).ToArray(), place)));
    }

    /// <summary>The first token at or after <paramref name="start"/> with the white space that belongs to it; false if there is none.</summary>
    public bool TryFindNext(string text, int start, out TextPiece piece, out int token)
    {
        for (int index = start; _tokens.Length > 0 && index < text.Length; index++)
        {
            if (Match(text, index) is { } found)
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

    private SpecialToken? Match(string text, int index)
    {
        SpecialToken? longest = null;
        ReadOnlySpan<byte> rest = MemoryMarshal.AsBytes(text.AsSpan(index));
        int node = TokenTrie.Root;
        for (int i = 0; i < rest.Length && _trie.TryStep(node, rest[i], out node); i++)
        {
            if (_trie.TryGetValue(node, out int place) && Counts(text, index, _tokens[place]))
                longest = _tokens[place];
        }

        return longest;
    }

    private static bool Counts(string text, int index, SpecialToken token) =>
        !token.IsWord || (!IsWord(text, index - 1) && !IsWord(text, index + token.Text.Length));

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
