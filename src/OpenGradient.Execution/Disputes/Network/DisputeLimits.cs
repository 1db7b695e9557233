namespace OpenGradient.Execution.Disputes;

/// <summary>What a party spends on a dispute.</summary>
/// <param name="MostTracedBytes">The most memory for the values of traced steps: the blocks of a language model, over the whole text.</param>
public sealed record DisputeLimits(long MostTracedBytes)
{
    /// <summary>Whatever it takes.</summary>
    public static DisputeLimits None { get; } = new(long.MaxValue);
}
