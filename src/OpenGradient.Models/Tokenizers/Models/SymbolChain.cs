namespace OpenGradient.Models.Tokenizers.Models;

/// <summary>Symbols of which each knows its neighbours, so that joining two takes no longer in a long word.</summary>
internal sealed class SymbolChain
{
    private const int None = -1;

    public SymbolChain(ReadOnlySpan<int> symbols)
    {
        Ids = symbols.ToArray();
        Next = new int[symbols.Length];
        Previous = new int[symbols.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            Next[i] = i + 1 < symbols.Length ? i + 1 : None;
            Previous[i] = i - 1;
        }
    }

    /// <summary>The symbol at each place; what was joined to its left neighbour has none.</summary>
    public int[] Ids { get; }

    /// <summary>The place behind each, or -1.</summary>
    public int[] Next { get; }

    /// <summary>The place before each, or -1.</summary>
    public int[] Previous { get; }

    /// <summary>Whether two places are still neighbours.</summary>
    public bool IsPair(int left, int right) => Next[left] == right && Ids[left] != None && Ids[right] != None;

    /// <summary>Joins a place and the one behind it.</summary>
    public void Join(int left, int symbol)
    {
        int right = Next[left];
        Ids[left] = symbol;
        Ids[right] = None;
        Next[left] = Next[right];
        if (Next[left] != None)
            Previous[Next[left]] = left;
    }

    /// <summary>Writes the symbols that are left; returns how many they are.</summary>
    public int CopyTo(Span<int> symbols)
    {
        int count = 0;
        for (int i = 0; i != None; i = Next[i])
            symbols[count++] = Ids[i];
        return count;
    }
}
