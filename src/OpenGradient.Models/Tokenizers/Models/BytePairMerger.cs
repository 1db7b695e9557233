namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Merges the symbols of a word: of all neighbours that may, those with the lowest rank do, leftmost first.</summary>
/// <remarks>O(n log n) in the length of the word, so that one endless word costs no more than as many short ones.</remarks>
internal static class BytePairMerger
{
    /// <summary>Up to here looking at all neighbours again and again is faster than keeping a queue.</summary>
    private const int ShortSymbols = 24;

    private const int None = -1;

    /// <summary>Merges in place; returns how many symbols are left, at the front of the span.</summary>
    public static int Merge(MergeTable table, Span<int> symbols) =>
        symbols.Length <= ShortSymbols ? MergeShort(table, symbols) : MergeLong(table, symbols);

    private static int MergeShort(MergeTable table, Span<int> symbols)
    {
        Span<(int Rank, int Symbol)> merges = stackalloc (int, int)[ShortSymbols];
        for (int i = 0; i + 1 < symbols.Length; i++)
            merges[i] = MergeAt(table, symbols, i);
        int count = symbols.Length;
        while (count > 1)
        {
            int best = Lowest(merges[..(count - 1)]);
            if (merges[best].Rank == int.MaxValue)
                break;
            symbols[best] = merges[best].Symbol;
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            merges[(best + 1)..(count - 1)].CopyTo(merges[best..]);
            count--;
            if (best + 1 < count)
                merges[best] = MergeAt(table, symbols, best);
            if (best > 0)
                merges[best - 1] = MergeAt(table, symbols, best - 1);
        }

        return count;
    }

    private static int Lowest(ReadOnlySpan<(int Rank, int Symbol)> merges)
    {
        int best = 0;
        for (int i = 1; i < merges.Length; i++)
        {
            if (merges[i].Rank < merges[best].Rank)
                best = i;
        }

        return best;
    }

    private static (int Rank, int Symbol) MergeAt(MergeTable table, ReadOnlySpan<int> symbols, int index) =>
        table.TryMerge(symbols[index], symbols[index + 1], out int rank, out int symbol) ? (rank, symbol) : (int.MaxValue, None);

    private static int MergeLong(MergeTable table, Span<int> symbols)
    {
        SymbolChain chain = new(symbols);
        PriorityQueue<(int Left, int Right, int LeftId, int RightId, int Symbol), (int Rank, int Left)> queue = new();
        for (int i = 0; i + 1 < symbols.Length; i++)
            Offer(i);
        while (queue.TryDequeue(out var pair, out _))
        {
            // A pair is stale once either side took part in another merge.
            if (!chain.IsPair(pair.Left, pair.Right) || chain.Ids[pair.Left] != pair.LeftId || chain.Ids[pair.Right] != pair.RightId)
                continue;
            chain.Join(pair.Left, pair.Symbol);
            Offer(chain.Previous[pair.Left]);
            Offer(pair.Left);
        }

        return chain.CopyTo(symbols);

        void Offer(int left)
        {
            int right = left < 0 ? None : chain.Next[left];
            if (right >= 0 && table.TryMerge(chain.Ids[left], chain.Ids[right], out int rank, out int symbol))
                queue.Enqueue((left, right, chain.Ids[left], chain.Ids[right], symbol), (rank, left));
        }
    }
}
