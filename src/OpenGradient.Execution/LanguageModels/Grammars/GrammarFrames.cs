namespace OpenGradient.Execution.LanguageModels;

/// <summary>Where reading goes on when a rule is over: all places that called it, since they all wait for the same text.</summary>
/// <remarks>Equal sets of places are one object, as long as the machine remembers them.</remarks>
/// <param name="id">Tells it from every other of the machine.</param>
/// <param name="returns">For each caller the position behind the call, and the caller's own frames.</param>
internal sealed class GrammarFrames(int id, (int Position, GrammarFrames Frames)[] returns)
{
    public int Id { get; } = id;

    public ReadOnlySpan<(int Position, GrammarFrames Frames)> Returns => returns;
}
