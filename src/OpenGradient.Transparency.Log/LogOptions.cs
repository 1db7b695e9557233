namespace OpenGradient.Transparency.Log;

/// <summary>How a log behaves.</summary>
public sealed class LogOptions
{
    /// <summary>The time from the first entry that no checkpoint covers to the next checkpoint.</summary>
    /// <value>200 ms. Zero signs a checkpoint as soon as the one before is written.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether opening the log computes the whole tree again and repairs every tile, not only those at the right edge.</summary>
    /// <value>False: opening takes the same time for every size. True costs about a second for a million entries.</value>
    public bool CheckEverything { get; init; }
}
