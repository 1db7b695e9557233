namespace OpenGradient.Gateway;

/// <summary>Admits a bounded number of inferences and lets a fixed number of them compute at once.</summary>
/// <remarks>
/// A tensor model takes one turn. A chat takes one to render its prompt and cut it into tokens; its answer is made together with the
/// others of its model: <see cref="Execution.LanguageModels.BatchGenerator"/>.
/// </remarks>
internal sealed class InferenceGate(int concurrent, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(concurrent, concurrent);
    private int _admitted;

    /// <summary>Admits one inference; disposing the result ends it.</summary>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public Admission Admit()
    {
        if (Interlocked.Increment(ref _admitted) <= concurrent + waiting)
            return new Admission(this);
        Interlocked.Decrement(ref _admitted);
        throw new NodeBusyException();
    }

    public void Dispose() => _turns.Dispose();

    private async ValueTask<Turn> WaitAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(this);
    }

    /// <summary>An admitted inference.</summary>
    internal readonly struct Admission(InferenceGate gate) : IDisposable
    {
        /// <summary>Waits for a turn to compute; disposing the result gives it back.</summary>
        public ValueTask<Turn> EnterAsync(CancellationToken cancellationToken) =>
            gate._turns.Wait(0, CancellationToken.None) ? new(new Turn(gate)) : gate.WaitAsync(cancellationToken);

        public void Dispose() => Interlocked.Decrement(ref gate._admitted);
    }

    /// <summary>The right to compute.</summary>
    internal readonly struct Turn(InferenceGate gate) : IDisposable
    {
        public void Dispose() => gate._turns.Release();
    }
}
