namespace OpenGradient.Gateway;

/// <summary>Runs work on a thread of its own that runs only when no other wants to.</summary>
internal static class LowPriority
{
    /// <summary>Runs it.</summary>
    public static Task<T> RunAsync<T>(Func<T> work) => Task.Factory.StartNew(
        () =>
        {
            BackgroundPriority.Enter();
            return work();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
