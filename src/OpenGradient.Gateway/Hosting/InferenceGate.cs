using OpenGradient.Execution.LanguageModels;

namespace OpenGradient.Gateway;

/// <summary>Admits a bounded number of inferences, of all and of each client, and lets a fixed number of them compute at once.</summary>
/// <remarks>
/// A tensor model takes one turn. A chat takes one to render its prompt and cut it into tokens; its answer is made together with the
/// others of its model: <see cref="BatchGenerator"/>. Clients take turns where inferences have to wait.
/// </remarks>
internal sealed class InferenceGate(int concurrent, int waiting)
{
    private readonly AdmissionControl _admission = new(concurrent, waiting, clientLimit: null, TimeProvider.System);
    private readonly Lock _lock = new(); // of all that follows
    private readonly FairQueue<TaskCompletionSource> _waiting = new();
    private int _free = concurrent;

    /// <summary>Admits one inference; disposing the result ends it.</summary>
    /// <exception cref="NodeBusyException">Too many are waiting, of all or of this client.</exception>
    public Admission Admit(string client) =>
        _admission.TryAdmit(client, out TimeSpan retryAfter) ? new Admission(this, client) : throw new NodeBusyException(retryAfter);

    private async ValueTask<Turn> EnterAsync(string client, CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Add(client, turn);
            PassOn();
        }

        using (cancellationToken.UnsafeRegister(_ => Leave(turn, cancellationToken), null))
            await turn.Task.ConfigureAwait(false);
        return new Turn(this, client);
    }

    private void Leave(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (turn.TrySetCanceled(cancellationToken))
                _waiting.RemoveAll(one => one == turn);
        }
    }

    private void End(string client)
    {
        lock (_lock)
        {
            _waiting.Release(client);
            _free++;
            PassOn();
        }
    }

    private void PassOn()
    {
        for (; _free > 0 && _waiting.TryPeek(out TaskCompletionSource? next); _free--)
        {
            _waiting.Take();
            next.SetResult();
        }
    }

    /// <summary>An admitted inference.</summary>
    internal readonly struct Admission(InferenceGate gate, string client) : IDisposable
    {
        /// <summary>Waits for a turn to compute; disposing the result gives it back.</summary>
        public ValueTask<Turn> EnterAsync(CancellationToken cancellationToken) => gate.EnterAsync(client, cancellationToken);

        public void Dispose() => gate._admission.Release(client);
    }

    /// <summary>The right to compute.</summary>
    internal readonly struct Turn(InferenceGate gate, string client) : IDisposable
    {
        public void Dispose() => gate.End(client);
    }
}
