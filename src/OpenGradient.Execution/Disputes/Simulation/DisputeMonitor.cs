namespace OpenGradient.Execution.Disputes;

/// <summary>Who watches a simulated dispute, and may end it.</summary>
/// <param name="Progress">Is told how far it is; null for nobody.</param>
/// <param name="Cancellation">Ends it between two steps, or two rounds.</param>
public sealed record DisputeMonitor(IProgress<DisputeProgress>? Progress, CancellationToken Cancellation)
{
    /// <summary>Nobody watches.</summary>
    public static DisputeMonitor None { get; } = new(null, CancellationToken.None);

    /// <summary>Tells how far a work is.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal void Note(string work, int done, int total)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(new DisputeProgress(work, done, total));
    }
}
