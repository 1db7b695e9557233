using System.Runtime.InteropServices;

namespace OpenGradient.Models.Tokenizers;

/// <summary>Byte-pair encoding of one word: of all neighbours that may merge, those with the lowest rank do, leftmost first.</summary>
/// <remarks>O(n log n) in the length of the word, so that one endless word costs no more than as many short ones.</remarks>
internal sealed class BytePairMerges
{
    private const int NoSymbol = -1;

    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<long, (int Rank, int Symbol)> _merges;
    private readonly Dictionary<string, int> _symbolOfText = new(StringComparer.Ordinal);
    private readonly List<string> _symbolTexts = [];
    private readonly int[] _symbolOfByte = new int[256];

    /// <param name="vocabulary">The tokens.</param>
    /// <param name="merges">Pairs in the order of their ranks.</param>
    public BytePairMerges(Vocabulary vocabulary, IReadOnlyList<(string Left, string Right)> merges)
    {
        _vocabulary = vocabulary;
        _merges = new Dictionary<long, (int, int)>(merges.Count);
        for (int value = 0; value < 256; value++)
            _symbolOfByte[value] = Intern(ByteAlphabet.ToChar((byte)value).ToString());
        for (int rank = 0; rank < merges.Count; rank++)
            _merges.TryAdd(Pair(Intern(merges[rank].Left), Intern(merges[rank].Right)), (rank, Intern(merges[rank].Left + merges[rank].Right)));
    }

    /// <summary>Appends the tokens of a word, given as its bytes.</summary>
    public void Encode(ReadOnlySpan<byte> bytes, List<int> tokens)
    {
        if (bytes.Length == 1)
        {
            Emit(_symbolOfByte[bytes[0]], tokens);
            return;
        }

        Symbol[] symbols = new Symbol[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
            symbols[i] = new Symbol { Id = _symbolOfByte[bytes[i]], Previous = i - 1, Next = i + 1 < bytes.Length ? i + 1 : NoSymbol };
        Merge(symbols);
        for (int i = 0; i != NoSymbol; i = symbols[i].Next)
            Emit(symbols[i].Id, tokens);
    }

    private void Merge(Symbol[] symbols)
    {
        PriorityQueue<(int Left, int Right, int LeftId, int RightId), (int Rank, int Left)> queue = new();
        for (int i = 0; i + 1 < symbols.Length; i++)
            Offer(symbols, i, queue);
        while (queue.TryDequeue(out (int Left, int Right, int LeftId, int RightId) pair, out _))
        {
            ref Symbol left = ref symbols[pair.Left];
            ref Symbol right = ref symbols[pair.Right];
            // A pair is stale once either side took part in another merge.
            if (left.Id != pair.LeftId || right.Id != pair.RightId || left.Next != pair.Right)
                continue;
            left.Id = _merges[Pair(left.Id, right.Id)].Symbol;
            right.Id = NoSymbol;
            left.Next = right.Next;
            if (left.Next != NoSymbol)
                symbols[left.Next].Previous = pair.Left;
            Offer(symbols, left.Previous, queue);
            Offer(symbols, pair.Left, queue);
        }
    }

    private void Offer(Symbol[] symbols, int left, PriorityQueue<(int Left, int Right, int LeftId, int RightId), (int Rank, int Left)> queue)
    {
        if (left == NoSymbol || symbols[left].Next == NoSymbol)
            return;
        int right = symbols[left].Next;
        if (_merges.TryGetValue(Pair(symbols[left].Id, symbols[right].Id), out (int Rank, int Symbol) merge))
            queue.Enqueue((left, right, symbols[left].Id, symbols[right].Id), (merge.Rank, left));
    }

    /// <summary>Appends a symbol's token; a merge result that is no token falls apart into its bytes.</summary>
    private void Emit(int symbol, List<int> tokens)
    {
        string text = _symbolTexts[symbol];
        if (_vocabulary.TryFind(text, out int token))
        {
            tokens.Add(token);
            return;
        }

        foreach (char letter in text)
        {
            if (_vocabulary.TryFind(letter.ToString(), out int single))
                tokens.Add(single);
        }
    }

    private int Intern(string text)
    {
        ref int symbol = ref CollectionsMarshal.GetValueRefOrAddDefault(_symbolOfText, text, out bool isKnown);
        if (!isKnown)
        {
            symbol = _symbolTexts.Count;
            _symbolTexts.Add(text);
        }

        return symbol;
    }

    private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;

    private struct Symbol
    {
        public int Id;
        public int Previous;
        public int Next;
    }
}
