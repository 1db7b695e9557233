namespace OpenGradient.Execution.LanguageModels;

/// <summary>Measures how fast a queue moves while there is something in it: the time from one end to the next, about the last 64 of them.</summary>
/// <remarks>Not for use by two threads.</remarks>
internal sealed class QueueRate(TimeProvider time)
{
    private const int Memory = 64; // as many as end in a burst where answers are made side by side
    private const double LeastSeconds = 1;
    private const double MostSeconds = 60;

    private long _last = time.GetTimestamp();
    private double _meanSeconds;
    private int _count;

    /// <summary>The queue was empty until now: that time says nothing.</summary>
    public void Begin() => _last = time.GetTimestamp();

    /// <summary>Something has left the queue, which was not empty since the last call.</summary>
    public void End()
    {
        _count = Math.Min(_count + 1, Memory);
        _meanSeconds += (SecondsSinceLast() - _meanSeconds) / _count;
        _last = time.GetTimestamp();
    }

    /// <summary>In what time so many will probably have left; whole seconds from 1 to 60.</summary>
    public TimeSpan TimeFor(int count)
    {
        // A queue that has come to a halt becomes slower with every moment.
        double seconds = _meanSeconds + (SecondsSinceLast() / Math.Max(_count, 1));
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(count * seconds), LeastSeconds, MostSeconds));
    }

    private double SecondsSinceLast() => time.GetElapsedTime(_last).TotalSeconds;
}
