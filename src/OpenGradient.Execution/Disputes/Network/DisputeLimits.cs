namespace OpenGradient.Execution.Disputes;

/// <summary>What a party spends on a dispute.</summary>
/// <param name="MostTracedBytes">The most memory for the values of traced steps: the blocks of a language model, over the whole text.</param>
public sealed record DisputeLimits(long MostTracedBytes)
{
    /// <value>Whether all work is done on the calling thread, at its priority. Default: no, on as many as a run has.</value>
    public bool IsOnOneThread { get; init; }

    /// <summary>Whatever it takes.</summary>
    public static DisputeLimits None { get; } = new(long.MaxValue);
}
