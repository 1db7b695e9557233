namespace OpenGradient.Execution.LanguageModels;

/// <summary>What a <see cref="BatchGenerator"/> may take. Nothing here changes a token, a trace or a bit of an answer.</summary>
public sealed record ServingOptions
{
    /// <value>Memory for keys and values of all texts together, in bytes. Default 1 GiB.</value>
    public long CacheBytes { get; init; } = 1L << 30;

    /// <value>How many answers are made side by side. Default 64.</value>
    public int RunningLimit { get; init; } = 64;

    /// <value>How many more may wait. Default 1024.</value>
    public int WaitingLimit { get; init; } = 1024;

    /// <value>How many answers one client may have running and waiting; null, the default, for as many as are made side by side and a quarter of those that may wait.</value>
    public int? ClientLimit { get; init; }

    /// <value>The most prompt tokens that one step reads; half of them while answers are being made, which wait for the step. Default 128.</value>
    public int StepTokens { get; init; } = 128;

    /// <value>How many tokens of an answer are kept for its reader; when they are all unread, the answer pauses until half of them are read. Default 256.</value>
    public int UnreadLimit { get; init; } = 256;

    /// <value>Which texts share what was computed for their common beginning. Default <see cref="PrefixSharing.PerClient"/>.</value>
    public PrefixSharing SharesPrefixes { get; init; }
}
