using System.Runtime.InteropServices;

namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Which neighbours merge, into what, and in which order: the table of byte-pair encoding.</summary>
internal sealed class MergeTable
{
    private readonly Dictionary<long, (int Rank, int Symbol)> _merges;
    private readonly Dictionary<string, int> _symbolOfText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _texts = [];

    /// <param name="merges">Pairs in the order of their ranks.</param>
    /// <param name="joinedText">The text of a merged pair.</param>
    public MergeTable(IReadOnlyList<(string Left, string Right)> merges, Func<string, string, string>? joinedText = null)
    {
        _lookup = _symbolOfText.GetAlternateLookup<ReadOnlySpan<char>>();
        _merges = new Dictionary<long, (int, int)>(merges.Count);
        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            int joined = SymbolOf(joinedText is null ? left + right : joinedText(left, right));
            _merges.TryAdd(Pair(SymbolOf(left), SymbolOf(right)), (rank, joined));
        }
    }

    /// <summary>How many symbols there are.</summary>
    public int SymbolCount => _texts.Count;

    /// <summary>The text of a symbol.</summary>
    public string TextOf(int symbol) => _texts[symbol];

    /// <summary>The symbol of a text, made if there is none. For use while the table is built.</summary>
    public int SymbolOf(string text)
    {
        ref int symbol = ref CollectionsMarshal.GetValueRefOrAddDefault(_symbolOfText, text, out bool isKnown);
        if (!isKnown)
        {
            symbol = _texts.Count;
            _texts.Add(text);
        }

        return symbol;
    }

    /// <summary>The symbol of a text; false if there is none.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int symbol) => _lookup.TryGetValue(text, out symbol);

    /// <summary>What two neighbours merge into, and the rank of that; false if they do not.</summary>
    public bool TryMerge(int left, int right, out int rank, out int symbol)
    {
        bool merges = _merges.TryGetValue(Pair(left, right), out (int Rank, int Symbol) merge);
        (rank, symbol) = merge;
        return merges;
    }

    private static long Pair(int left, int right) => unchecked(((long)left << 32) | (uint)right);
}
