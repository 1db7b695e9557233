namespace OpenGradient.Gateway;

/// <summary>Admits a bounded number of inferences and lets a fixed number of them compute at once.</summary>
/// <remarks>
/// A tensor model takes one turn. A language model takes a turn for each token, so that a long answer shares the processors with
/// everything else that was admitted.
/// </remarks>
internal sealed class InferenceGate(int concurrent, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(concurrent, concurrent);
    private int _admitted;

    /// <summary>Admits one inference, or as many as belong together; disposing the result ends them.</summary>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public Admission Admit(int count = 1)
    {
        if (Interlocked.Add(ref _admitted, count) <= concurrent + waiting)
            return new Admission(this, count);
        Interlocked.Add(ref _admitted, -count);
        throw new NodeBusyException();
    }

    public void Dispose() => _turns.Dispose();

    private async ValueTask<Turn> WaitAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(this);
    }

    /// <summary>Admitted inferences.</summary>
    internal readonly struct Admission(InferenceGate gate, int count) : IDisposable
    {
        /// <summary>Waits for a turn to compute; disposing the result gives it back.</summary>
        public ValueTask<Turn> EnterAsync(CancellationToken cancellationToken) =>
            gate._turns.Wait(0, CancellationToken.None) ? new(new Turn(gate)) : gate.WaitAsync(cancellationToken);

        public void Dispose() => Interlocked.Add(ref gate._admitted, -count);
    }

    /// <summary>The right to compute.</summary>
    internal readonly struct Turn(InferenceGate gate) : IDisposable
    {
        public void Dispose() => gate._turns.Release();
    }
}
