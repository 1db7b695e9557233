using System.Collections.Concurrent;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Remembers the tokens of short words: the same few thousand make up most text.</summary>
/// <remarks>Bounded, and never emptied: a text of rare words fills it once and is then encoded as without it.</remarks>
internal sealed class CachedModel(ITokenModel model) : ITokenModel
{
    private const int WordLetters = 24;
    private const int WordCount = 16_384;

    private readonly ConcurrentDictionary<string, int[]> _words = new(StringComparer.Ordinal);
    private int _count;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        if (word.Length > WordLetters)
        {
            model.Encode(word, tokens);
            return;
        }

        ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(word, out int[]? known))
        {
            tokens.AddRange(known);
            return;
        }

        int first = tokens.Count;
        model.Encode(word, tokens);
        if (_count < WordCount && lookup.TryAdd(word, [.. tokens[first..]]))
            Interlocked.Increment(ref _count);
    }
}
