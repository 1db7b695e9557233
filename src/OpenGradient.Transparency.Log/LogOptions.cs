namespace OpenGradient.Transparency.Log;

/// <summary>How a log behaves.</summary>
public sealed class LogOptions
{
    private readonly TimeSpan? _checkpointInterval;

    /// <summary>The longest time from the first entry that no public checkpoint covers to the next one, with its tiles.</summary>
    /// <value>
    /// 200 ms with witnesses, whom every proof waits for. One second without: then a checkpoint is signed at once for whoever waits for a proof, and only files wait. Zero writes a checkpoint as
    /// soon as the one before is written.
    /// </value>
    public TimeSpan CheckpointInterval
    {
        get => _checkpointInterval ?? TimeSpan.FromMilliseconds(Witnesses is null ? 1000 : 200);
        init => _checkpointInterval = value;
    }

    /// <summary>The log's second key, for ML-DSA-44 and under the log's name, which signs each checkpoint beside the first; null, the default, for none.</summary>
    public CosignerSigningKey? SecondKey { get; init; }

    /// <summary>Who cosigns a checkpoint before it is published; null, the default, publishes what the log signed alone.</summary>
    public ICheckpointWitnesses? Witnesses { get; init; }

    /// <summary>After how long witnesses are asked again about a checkpoint that no quorum cosigned, if no larger one comes first.</summary>
    /// <value>5 s.</value>
    public TimeSpan WitnessRetry { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether opening the log computes the whole tree again and repairs every tile, not only those at the right edge.</summary>
    /// <value>False: opening takes the same time for every size. True costs about a second for a million entries.</value>
    public bool CheckEverything { get; init; }
}
