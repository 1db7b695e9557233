namespace OpenGradient.Transparency.Log;

/// <content>The background work: from promised entries to checkpoints.</content>
public sealed partial class TransparencyLog
{
    private long? _integratedAt;

    private async Task IntegrateAsync()
    {
        try
        {
            while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                await DelayAsync().ConfigureAwait(false);
                _pending.Reader.TryRead(out _);
                _integratedAt = _time.GetTimestamp();
                // File work blocks: it gets a thread of its own, not one of the pool that requests are served from.
                if (!await Task.Factory.StartNew(TryIntegrate, default, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false))
                    break;
            }
        }
        finally
        {
            _signings.Writer.Complete();
            await _publication.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End();
        }
    }

    /// <summary>Work in the background that must not end unnoticed: what it fails with stops the log, and is told to everyone who waits or appends.</summary>
    private async Task StopOnErrorAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            _commit.Stop(new LogStoppedException($"The log stopped: {error.Message}", error));
            End();
            throw;
        }
    }

    /// <summary>Said before the last wake-up: who waits for a checkpoint that will not come must find out then.</summary>
    private void End()
    {
        _hasEnded = true;
        Publish(Snapshot);
    }

    /// <summary>Waits until the checkpoint interval is over since the last time, or until the log closes: whoever comes after a rest need not wait for others.</summary>
    private async Task DelayAsync()
    {
        TimeSpan rest = _integratedAt is { } last ? _options.CheckpointInterval - _time.GetElapsedTime(last) : TimeSpan.Zero;
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryIntegrate()
    {
        Integrator integrator = _state.Integrator;
        return TryWrite("tiles", () =>
        {
            while (integrator.Written.Checkpoint.Size < _state.Sequence.Count)
            {
                integrator.Extend();
                integrator.Write();
                if (_options.Witnesses is null)
                    Publish(integrator.Written);
                _signings.Writer.TryWrite(true);
            }
        });
    }

    /// <summary>Writes files; stops the log and returns false if the disk does not take them.</summary>
    /// <remarks>The promised entries are in the sequence; the next start integrates them.</remarks>
    private bool TryWrite(string what, Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _commit.Stop(new LogStoppedException($"The log stopped: its {what} could not be written ({error.Message}). Free the disk and start again.", error));
            return false;
        }
    }

    private void Publish(TreeSnapshot snapshot)
    {
        Volatile.Write(ref _latest, snapshot);
        Interlocked.Exchange(ref _published, NewSignal()).SetResult();
    }
}
