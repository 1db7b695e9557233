namespace OpenGradient.Gateway;

/// <summary>Lets a fixed number of inferences run at once; a bounded number waits, the rest is turned away.</summary>
internal sealed class InferenceGate(int concurrent, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(concurrent, concurrent);
    private int _present;

    /// <summary>Waits for a turn; disposing the result gives it back.</summary>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public ValueTask<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _present) > concurrent + waiting)
        {
            Interlocked.Decrement(ref _present);
            throw new NodeBusyException();
        }

        // The usual case, a free turn, takes no task.
        return _turns.Wait(0, CancellationToken.None) ? new(new Turn(this)) : WaitAsync(cancellationToken);
    }

    public void Dispose() => _turns.Dispose();

    private async ValueTask<Turn> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Turn(this);
        }
        catch
        {
            Interlocked.Decrement(ref _present);
            throw;
        }
    }

    /// <summary>The right to run one inference.</summary>
    internal readonly struct Turn(InferenceGate gate) : IDisposable
    {
        public void Dispose()
        {
            gate._turns.Release();
            Interlocked.Decrement(ref gate._present);
        }
    }
}
