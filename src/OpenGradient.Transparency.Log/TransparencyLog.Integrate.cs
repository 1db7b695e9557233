namespace OpenGradient.Transparency.Log;

/// <content>The background work: from promised entries to checkpoints.</content>
public sealed partial class TransparencyLog
{
    private long? _integratedAt;

    private async Task IntegrateAsync()
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

        await EndAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        _signings.Writer.Complete();
        await _publication.ConfigureAwait(false);
        // Said before the last wake-up: who waits for a checkpoint that will not come must find out then.
        _hasEnded = true;
        Publish(Snapshot);
    }

    /// <summary>
    /// Waits until the checkpoint interval is over since the last time, or until the log closes: whoever comes after a rest need not wait for others. Where somebody waits for a proof, and
    /// no witnesses have to be asked, a tenth of the interval is enough.
    /// </summary>
    private async Task DelayAsync()
    {
        await DelayAsync(_options.CheckpointInterval / 10, _closing.Token).ConfigureAwait(false);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        await Task.WhenAny(DelayAsync(_options.CheckpointInterval, end.Token), _hurries.Reader.WaitToReadAsync(end.Token).AsTask()).ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        _hurries.Reader.TryRead(out _);
    }

    /// <summary>Waits until so much time is over since the last integration.</summary>
    private async Task DelayAsync(TimeSpan interval, CancellationToken cancellation)
    {
        TimeSpan rest = _integratedAt is { } last ? interval - _time.GetElapsedTime(last) : TimeSpan.Zero;
        if (rest > TimeSpan.Zero)
            await Task.Delay(rest, _time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool TryIntegrate()
    {
        if (_state.Sequence.Count == _signed.Checkpoint.Size)
            return true;
        return TryWrite("tiles", () =>
        {
            TreeSnapshot signed = _state.Integrator.Integrate();
            Volatile.Write(ref _signed, signed);
            if (_options.Witnesses is null)
                Publish(signed);
            _signings.Writer.TryWrite(true);
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
