using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Gateway;

/// <summary>Proves receipts in the background: one at a time, on a thread of the lowest priority, in the order in which they were asked for.</summary>
/// <remarks>
/// Crash note: what is queued is queued again at the next start; what was being made is failed and says so. A node that stops in good order puts
/// what it is making back into the queue. Safe for use from many threads.
/// </remarks>
internal sealed class ProofQueue : IAsyncDisposable
{
    internal const int MostWaiting = 64;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(60);

    private readonly ProofStore _store;
    private readonly ReceiptProof _prove;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _isThereWork = new(0);
    private readonly Lock _lock = new(); // of all that follows
    private readonly List<(ReceiptId Id, ProofWish Wish)> _waiting = [];
    private readonly Task _loop;
    private RunningProof? _running;

    public ProofQueue(ProofStore store, ReceiptProof prove)
    {
        (_store, _prove) = (store, prove);
        _waiting.AddRange(store.Find(ProofState.Queued).Select(id => (id, store.Find(id)!.Wish)));
        if (_waiting.Count > 0)
            _isThereWork.Release(_waiting.Count);
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Asks for the proof of a receipt that can be proved; does nothing if it is there, under way or waiting. One that is being called off is made anew afterwards.</summary>
    /// <exception cref="NodeBusyException">Too many are waiting.</exception>
    public ProofStatus Submit(ReceiptId id, ProofWish? wish = null)
    {
        wish ??= ProofWish.Default;
        lock (_lock)
        {
            if (Find(id) is { State: ProofState.Queued or ProofState.Running or ProofState.Done } known && !(known.State == ProofState.Running && _running!.IsCalledOff))
                return known;
            if (_waiting.Count >= MostWaiting)
                throw new NodeBusyException(RetryAfter);
            _store.Set(id, ProofState.Queued, wish);
            _waiting.Add((id, wish));
            _isThereWork.Release();
            return Find(id)!;
        }
    }

    /// <summary>Where the proof of a receipt stands; null if nobody asked for one.</summary>
    public ProofStatus? Find(ReceiptId id)
    {
        lock (_lock)
        {
            int place = _waiting.FindIndex(waiting => waiting.Id == id);
            if (place >= 0)
                return new(id, ProofState.Queued) { BeforeCount = place + (_running is null ? 0 : 1), Wish = _waiting[place].Wish };
            return _running is { } running && running.Id == id ? new(id, ProofState.Running) { Progress = running.Progress, Wish = running.Wish } : _store.Find(id);
        }
    }

    /// <summary>Calls off a proof that waits or is being made; null if nobody asked for one. One that is being made ends within a moment.</summary>
    public ProofStatus? Cancel(ReceiptId id)
    {
        lock (_lock)
        {
            if (_waiting.RemoveAll(waiting => waiting.Id == id) > 0)
                _store.Set(id, ProofState.Cancelled, "");
            else if (_running is { } running && running.Id == id)
                running.Cancel();
            return Find(id);
        }
    }

    /// <summary>The finished proof of a receipt; null if there is none.</summary>
    public Evidence? FindEvidence(ReceiptId id) => _store.FindEvidence(id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _isThereWork.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        BackgroundPriority.Enter();
        while (TryWait())
        {
            using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            if (TakeNext(cancel) is { } proof) // not called off while it waited
                Finish(proof, Prove(proof, cancel.Token));
        }
    }

    private bool TryWait()
    {
        try
        {
            _isThereWork.Wait(_stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private RunningProof? TakeNext(CancellationTokenSource cancel)
    {
        lock (_lock)
        {
            if (_waiting is not [(ReceiptId id, ProofWish wish), ..])
                return null;
            _waiting.RemoveAt(0);
            _store.Set(id, ProofState.Running, wish);
            return _running = new RunningProof(id, wish, cancel.Cancel);
        }
    }

    /// <summary>What became of it; done has its evidence stored.</summary>
    private (ProofState State, string Reason) Prove(RunningProof proof, CancellationToken cancellationToken)
    {
        try
        {
            _store.Complete(proof.Id, _prove(proof.Id, proof.Wish, proof, cancellationToken));
            return (ProofState.Done, "");
        }
        catch (OperationCanceledException)
        {
            return _stop.IsCancellationRequested ? (ProofState.Queued, proof.Wish.ToString()) : (ProofState.Cancelled, "");
        }
        catch (InvalidInputException refused)
        {
            return (ProofState.Failed, $"{refused.Subject}: {refused.Message}");
        }
        catch (Exception error)
        {
            // A full disk, too little memory, a defect: whoever asked is told, and the next one has its turn.
            return (ProofState.Failed, $"The proof failed: {error.Message}");
        }
    }

    private void Finish(RunningProof proof, (ProofState State, string Reason) end)
    {
        lock (_lock)
        {
            _running = null;
            if (end.State != ProofState.Done && !_waiting.Any(waiting => waiting.Id == proof.Id)) // asked for again since it was called off
                _store.Set(proof.Id, end.State, end.Reason);
        }
    }

    /// <summary>The proof that is being made.</summary>
    private sealed class RunningProof(ReceiptId id, ProofWish wish, Action cancel) : IProgress<ProverProgress>
    {
        private readonly Lock _lock = new();
        private ProverProgress _progress;

        public ReceiptId Id => id;

        public ProofWish Wish => wish;

        public ProverProgress Progress
        {
            get
            {
                lock (_lock)
                    return _progress;
            }
        }

        /// <summary>Whether somebody called it off; it may go on for a moment.</summary>
        public bool IsCalledOff { get; private set; }

        /// <summary>Under the lock of the queue.</summary>
        public void Cancel()
        {
            IsCalledOff = true;
            cancel();
        }

        public void Report(ProverProgress value)
        {
            lock (_lock)
                _progress = value;
        }
    }
}
