namespace OpenGradient.Execution.Operators;

/// <summary>The settings of causal attention.</summary>
/// <param name="HeadCount">Heads of queries.</param>
/// <param name="KvHeadCount">Heads of keys and values; divides the former.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="Scale">What scores are multiplied with.</param>
/// <param name="Window">How many positions a row sees, its own included; 0 for all.</param>
/// <param name="Cap">Scores become cap · tanh(score / cap); 0 for none.</param>
internal readonly record struct CausalAttentionForm(int HeadCount, int KvHeadCount, int HeadDim, float Scale, int Window, float Cap)
{
    /// <summary>The first position that the last of <paramref name="count"/> positions sees.</summary>
    public int FirstSeen(int count) => Window == 0 ? 0 : Math.Max(0, count - Window);
}
