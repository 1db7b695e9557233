namespace OpenGradient.Transparency.Log;

/// <summary>How a log behaves.</summary>
public sealed class LogOptions
{
    /// <summary>The longest time from the first entry that no checkpoint covers to the next checkpoint.</summary>
    /// <value>200 ms; without witnesses a checkpoint is signed at once for whoever waits for a proof. Zero signs a checkpoint as soon as the one before is written.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(200);

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
