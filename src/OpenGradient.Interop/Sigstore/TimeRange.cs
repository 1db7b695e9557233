namespace OpenGradient.Interop;

/// <summary>A span of time, both ends included.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="End">Its last moment; null if it goes on.</param>
internal readonly record struct TimeRange(DateTimeOffset Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset time) => Start <= time && (End is not { } end || time <= end);
}
