namespace OpenGradient.Execution.LanguageModels;

/// <summary>Everything that can come next after a text: positions before a byte, each with where to go on when its rule is over.</summary>
/// <param name="places">The positions.</param>
/// <param name="isComplete">Whether the text so far is a whole text of the grammar.</param>
internal sealed class GrammarState((int Position, GrammarFrames Frames)[] places, bool isComplete)
{
    private GrammarState?[]? _next;

    public ReadOnlySpan<(int Position, GrammarFrames Frames)> Places => places;

    public bool IsComplete => isComplete;

    /// <summary>Whether no text of the grammar begins so.</summary>
    public bool IsDead => places.Length == 0 && !isComplete;

    /// <summary>What follows for each byte; null where it was not asked for yet.</summary>
    public GrammarState?[] Next => _next ??= new GrammarState?[256];

    /// <summary>The same state without what it knows of others, so that those can be forgotten.</summary>
    public GrammarState Forget() => new(places, isComplete);
}
