namespace OpenGradient.Execution.LanguageModels;

/// <summary>Everything that can come next after a text: positions before a byte, each with where to go on when its rule is over.</summary>
/// <param name="places">The positions.</param>
/// <param name="isComplete">Whether the text so far is a whole text of the grammar.</param>
/// <param name="generation">How often its machine had forgotten its states when it made this one.</param>
internal sealed class GrammarState((int Position, GrammarFrames Frames)[] places, bool isComplete, long generation)
{
    /// <summary>What a state takes besides its places, in bytes: itself, its array, its entry in the machine's table.</summary>
    public const int OwnBytes = 160;

    /// <summary>What the table of its successors takes, in bytes.</summary>
    public const int TableBytes = 8 * 256 + 24;

    private GrammarState?[]? _next;

    public ReadOnlySpan<(int Position, GrammarFrames Frames)> Places => places;

    public bool IsComplete => isComplete;

    public long Generation => generation;

    /// <summary>Whether no text of the grammar begins so.</summary>
    public bool IsDead => places.Length == 0 && !isComplete;

    /// <summary>Which tokens may come next; null where that was not asked for yet.</summary>
    public TokenMask? Mask { get; set; }

    /// <summary>Where all characters of an alphabet lead, as it was last asked.</summary>
    public (ByteAlphabet Alphabet, GrammarState? Next)? Common { get; set; }

    /// <summary>Whether the table of successors was made.</summary>
    public bool HasTable => _next is not null;

    /// <summary>What follows for each byte; null where it was not asked for yet.</summary>
    public GrammarState?[] Next => _next ??= new GrammarState?[256];

    /// <summary>The same state without what it knows of others, so that those can be forgotten.</summary>
    public GrammarState Renew(long newGeneration) => new(places, isComplete, newGeneration);
}
