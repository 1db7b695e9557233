namespace OpenGradient.Execution.LanguageModels;

/// <summary>Everything that can come next after a text: positions before a byte, each with where to go on when its rule is over.</summary>
/// <param name="places">The positions.</param>
/// <param name="isComplete">Whether the text so far is a whole text of the grammar.</param>
/// <param name="generation">How often its machine had forgotten its states when it made this one.</param>
internal sealed class GrammarState((int Position, GrammarFrames Frames)[] places, bool isComplete, long generation)
{
    /// <summary>What a state takes besides its places and successors, in bytes: itself, its array, its entry in the machine's table.</summary>
    public const int OwnBytes = 240;

    private const int MostRanges = 4;

    private (byte Low, byte High, GrammarState Next)[]? _ranges; // successors, as long as they are few
    private int _rangeCount;
    private GrammarState?[]? _table; // and when they are many

    public ReadOnlySpan<(int Position, GrammarFrames Frames)> Places => places;

    public bool IsComplete => isComplete;

    public long Generation => generation;

    /// <summary>Whether no text of the grammar begins so.</summary>
    public bool IsDead => places.Length == 0 && !isComplete;

    /// <summary>Which tokens may come next; null where that was not asked for yet.</summary>
    public TokenMask? Mask { get; set; }

    /// <summary>Where all characters of an alphabet lead, as it was last asked.</summary>
    public (ByteAlphabet Alphabet, GrammarState? Next)? Common { get; set; }

    /// <summary>What follows behind a byte; null where that was not asked for yet.</summary>
    public GrammarState? After(byte value)
    {
        if (_table is not null)
            return _table[value];
        for (int i = 0; i < _rangeCount; i++)
        {
            if (value >= _ranges![i].Low && value <= _ranges[i].High)
                return _ranges[i].Next;
        }

        return null;
    }

    /// <summary>Remembers what follows behind bytes that were not asked for yet; returns the bytes of memory that this takes.</summary>
    public int Learn(byte low, byte high, GrammarState next)
    {
        if (_table is null && _rangeCount < MostRanges)
        {
            _ranges ??= new (byte, byte, GrammarState)[MostRanges];
            _ranges[_rangeCount++] = (low, high, next);
            return _rangeCount == 1 ? 24 + (16 * MostRanges) : 0;
        }

        int bytes = _table is null ? 24 + (8 * 256) : 0;
        _table ??= MakeTable();
        _table.AsSpan(low, high - low + 1).Fill(next);
        return bytes;
    }

    /// <summary>The same state without what it knows of others, so that those can be forgotten.</summary>
    public GrammarState Renew(long newGeneration) => new(places, isComplete, newGeneration);

    private GrammarState?[] MakeTable()
    {
        GrammarState?[] table = new GrammarState?[256];
        foreach ((byte low, byte high, GrammarState next) in _ranges!)
            table.AsSpan(low, high - low + 1).Fill(next);
        return table;
    }
}
