using System.Globalization;

namespace OpenGradient.Execution;

/// <summary>How a Program is run. Nothing here changes a bit of what a run gives.</summary>
public sealed record ExecutionOptions
{
    /// <summary>As they are without any wish.</summary>
    public static ExecutionOptions Default { get; } = new();

    /// <value>What one run may take. Default: <see cref="ExecutionLimits.Default"/>.</value>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;

    /// <value>
    /// How many threads work on one run, the calling one included; 1 to 64. Default: the environment variable <c>OG_THREADS</c> if it
    /// holds such a number, otherwise the number of processors. Programs of one process that use the same number share their threads.
    /// </value>
    public int ThreadCount { get; init; } = DefaultThreadCount();

    private static int DefaultThreadCount() =>
        int.TryParse(Environment.GetEnvironmentVariable("OG_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MaxThreadCount
            ? count
            : Math.Min(Environment.ProcessorCount, MaxThreadCount);

    internal const int MaxThreadCount = 64;
}
