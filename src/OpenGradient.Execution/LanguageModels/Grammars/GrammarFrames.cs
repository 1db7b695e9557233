namespace OpenGradient.Execution.LanguageModels;

/// <summary>Where reading goes on when a rule is over: all places that called it, since they all wait for the same text.</summary>
/// <remarks>Equal sets of places are one object, as long as the machine remembers them.</remarks>
/// <param name="id">Tells it from every other of the machine.</param>
/// <param name="returns">For each caller the position behind the call, and the caller's own frames.</param>
internal sealed class GrammarFrames(long id, (int Position, GrammarFrames Frames)[] returns)
{
    /// <summary>What frames take besides their places, in bytes: themselves, their array, their entry in the machine's table.</summary>
    public const int OwnBytes = 136;

    public long Id { get; } = id;

    public ReadOnlySpan<(int Position, GrammarFrames Frames)> Returns => returns;
}
