namespace OpenGradient.Transparency.Log.Tests.Kit;

/// <summary>A clock that stands still, and whose first timer waits until it is told.</summary>
internal sealed class HeldTime : TimeProvider
{
    private readonly TaskCompletionSource<TimeSpan> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimerCallback? _callback;
    private object? _state;

    /// <summary>How long the first timer is to wait, once there is one.</summary>
    public Task<TimeSpan> Begun => _begun.Task;

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (_begun.Task.IsCompleted)
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        (_callback, _state) = (callback, state);
        _begun.SetResult(dueTime);
        return new HeldTimer();
    }

    /// <summary>Ends the wait.</summary>
    public void Release() => _callback!(_state);

    private sealed class HeldTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
