namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>SentencePiece's byte-pair encoding: neighbours that together are a token merge, the highest score first.</summary>
/// <remarks>O(n log n) in the length of the text: the whole text is one word, as tokens may span blanks.</remarks>
internal sealed class ScoredPairModel(Vocabulary vocabulary, CharacterFallback fallback) : ITokenModel
{
    private const int None = -1;

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> word, List<int> tokens)
    {
        if (word.IsEmpty)
            return;
        int[] starts = Starts(word);
        int[] ends = new int[starts.Length];
        for (int i = 0; i < starts.Length; i++)
            ends[i] = i + 1 < starts.Length ? starts[i + 1] : word.Length;
        SymbolChain chain = new(new int[starts.Length]);
        Merge(word, starts, ends, chain);
        bool wasUnknown = false;
        for (int i = 0; i != None; i = chain.Next[i])
        {
            ReadOnlySpan<char> text = word[starts[i]..ends[i]];
            if (vocabulary.TryFind(text, out int token))
            {
                tokens.Add(token);
                wasUnknown = false;
            }
            else
            {
                fallback.Encode(text, ref wasUnknown, tokens);
            }
        }
    }

    private static int[] Starts(ReadOnlySpan<char> word)
    {
        List<int> starts = new(word.Length);
        for (int i = 0; i < word.Length; i++)
        {
            if (!char.IsLowSurrogate(word[i]))
                starts.Add(i);
        }

        return [.. starts];
    }

    private void Merge(ReadOnlySpan<char> word, int[] starts, int[] ends, SymbolChain chain)
    {
        PriorityQueue<(int Left, int Right, int Length), (double NegatedScore, int Left)> queue = new();
        for (int i = 0; i + 1 < starts.Length; i++)
            Offer(word, i, i + 1, starts, ends, queue);
        while (queue.TryDequeue(out var pair, out _))
        {
            // A pair is stale once either side took part in another merge.
            if (!chain.IsPair(pair.Left, pair.Right) || ends[pair.Right] - starts[pair.Left] != pair.Length)
                continue;
            ends[pair.Left] = ends[pair.Right];
            chain.Join(pair.Left, 0);
            Offer(word, chain.Previous[pair.Left], pair.Left, starts, ends, queue);
            Offer(word, pair.Left, chain.Next[pair.Left], starts, ends, queue);
        }
    }

    private void Offer(
        ReadOnlySpan<char> word, int left, int right, int[] starts, int[] ends, PriorityQueue<(int, int, int), (double, int)> queue)
    {
        if (left < 0 || right < 0)
            return;
        int length = ends[right] - starts[left];
        if (vocabulary.TryFind(word.Slice(starts[left], length), out int token))
            queue.Enqueue((left, right, length), (-vocabulary.Score(token), left));
    }
}
