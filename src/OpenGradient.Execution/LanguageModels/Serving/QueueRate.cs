namespace OpenGradient.Execution.LanguageModels;

/// <summary>Measures how fast a queue moves while there is something in it, by what leaves it.</summary>
/// <remarks>
/// Ends and time, both counted less the longer they are past (to 1/e in 30 s), so that their quotient follows the load. Not for use by two threads.
/// </remarks>
internal sealed class QueueRate(TimeProvider time)
{
    private const double MemorySeconds = 30;
    private const double LeastSeconds = 1;
    private const double MostSeconds = 60;

    private long _last = time.GetTimestamp();
    private double _seconds;
    private double _ends;

    /// <summary>The queue was empty until now: that time says nothing.</summary>
    public void Begin() => _last = time.GetTimestamp();

    /// <summary>Something has left the queue, which was not empty since the last call.</summary>
    public void End()
    {
        Advance();
        _ends++;
    }

    /// <summary>In what time so many will probably have left; whole seconds from 1 to 60.</summary>
    public TimeSpan TimeFor(int count)
    {
        Advance();
        // Where nothing has left yet, the first is taken to leave now.
        double seconds = count * _seconds / Math.Max(_ends, 1);
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), LeastSeconds, MostSeconds));
    }

    private void Advance()
    {
        long now = time.GetTimestamp();
        double kept = Math.Exp(-time.GetElapsedTime(_last, now).TotalSeconds / MemorySeconds);
        _seconds = (_seconds * kept) + (MemorySeconds * (1 - kept));
        _ends *= kept;
        _last = now;
    }
}
