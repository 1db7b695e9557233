namespace OpenGradient.Transparency.Log;

/// <content>The background work: from promised entries to checkpoints.</content>
public sealed partial class TransparencyLog
{
    private async Task IntegrateAsync()
    {
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            await DelayAsync().ConfigureAwait(false);
            _pending.Reader.TryRead(out _);
            // File work blocks: it gets a thread of its own, not one of the pool that requests are served from.
            if (!await Task.Factory.StartNew(TryIntegrate, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false))
                break;
        }

        // Said before the last wake-up: who waits for a checkpoint that will not come must find out then.
        _hasEnded = true;
        Publish(Snapshot);
    }

    /// <summary>Waits for the checkpoint interval, or until the log closes.</summary>
    private async Task DelayAsync()
    {
        if (_options.CheckpointInterval > TimeSpan.Zero)
            await Task.Delay(_options.CheckpointInterval, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryIntegrate()
    {
        if (_state.Sequence.Count == Snapshot.Checkpoint.Size)
            return true;
        try
        {
            Publish(_state.Integrator.Integrate());
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The promised entries are in the sequence; the next start integrates them.
            _commit.Stop(new LogStoppedException($"The log stopped: its tiles could not be written ({error.Message}). Free the disk and start again.", error));
            return false;
        }
    }

    private void Publish(TreeSnapshot snapshot)
    {
        Volatile.Write(ref _latest, snapshot);
        Interlocked.Exchange(ref _published, NewSignal()).SetResult();
    }
}
