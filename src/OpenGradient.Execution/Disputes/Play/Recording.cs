namespace OpenGradient.Execution.Disputes;

/// <summary>How a run is recorded, besides what is run.</summary>
internal sealed record Recording
{
    /// <summary>How many bytes of values are kept, besides those of traced steps; by default 64 MB. Others are made again when they are asked for.</summary>
    public long KeptBytesLimit { get; init; } = 64L << 20;

    /// <summary>How steps are carried out.</summary>
    public ExecutionOptions Execution { get; init; } = ExecutionOptions.Default;

    /// <summary>The most bytes of values of traced steps, all of which are kept; without limit by default.</summary>
    public long MostTracedBytes { get; init; } = long.MaxValue;

    /// <summary>Another run of the same Program, and how many of the first steps give the same there; null if there is none. Not used if steps have bodies.</summary>
    public (RecordedRun Run, int StepCount)? Same { get; init; }

    /// <summary>Is told how many steps of how many are done, and may throw to end the run.</summary>
    public Action<int, int>? Watch { get; init; }
}
