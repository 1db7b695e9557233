using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Decides, step by step, whose tokens are read together.</summary>
/// <remarks>
/// Every answer under way gets its row in each step; prompts share the rest in turns, piece by piece, so that neither a long prompt
/// stalls the answers nor the answers a prompt. When the cache is full, the answer that was begun last gives its blocks back and is read
/// again later. All of it decides when a token is made, never which. <see cref="Step"/> is for one thread; the rest for any.
/// </remarks>
internal sealed class BatchScheduler(Executable executable, ServingOptions options) : IDisposable
{
    private const int LeastShare = 16; // of a prompt in a step

    private readonly Lock _lock = new(); // of what arrives and of who is in the step
    private readonly Queue<ServedGeneration> _arrived = [];
    private readonly FairQueue<ServedGeneration> _waiting = new();
    private readonly List<ServedGeneration> _running = []; // in the order in which they were begun
    private readonly List<ServedGeneration> _inStep = [];
    private readonly List<int> _taking = []; // parts of the step whose logits are to be taken
    private readonly BatchStep _step = new(executable);
    private CancellationTokenSource _cancellation = new();
    private int _pendingCount; // arrived, waiting or running; under the lock, as the next
    private bool _isDisposed;
    private int _turn;

    /// <summary>The cache of all texts.</summary>
    public CacheBlockPool Cache { get; } = new(
        executable.CacheLayout.BlockElements,
        (int)Math.Clamp(options.CacheBytes / Math.Max(1, executable.CacheLayout.BlockBytes), 1, int.MaxValue));

    /// <summary>Called when there is something to do.</summary>
    public Action? Wake { get; set; }

    /// <summary>Takes an answer in; false if too many are waiting.</summary>
    public bool TryAdd(ServedGeneration generation)
    {
        lock (_lock)
        {
            if (_pendingCount >= options.RunningLimit + options.WaitingLimit)
                return false;
            _pendingCount++;
            _arrived.Enqueue(generation);
        }

        Wake?.Invoke();
        return true;
    }

    /// <summary>An answer was aborted: if the step was for nobody else, it ends.</summary>
    public void Notice()
    {
        lock (_lock)
        {
            if (!_isDisposed && _inStep.TrueForAll(static generation => generation.IsOver))
                _cancellation.Cancel();
        }

        Wake?.Invoke();
    }

    /// <summary>Runs one step; false if there is nothing to do.</summary>
    public bool Step()
    {
        Receive();
        LetGo();
        Admit();
        Compose();
        if (_inStep.Count == 0)
            return false;
        if (!TryRun())
            RunOneByOne();
        return true;
    }

    /// <summary>Ends everything: with an error, or without one as aborted.</summary>
    public void EndAll(Exception? error)
    {
        Receive();
        for (; _waiting.TryPeek(out ServedGeneration? generation); _waiting.Remove())
            _running.Add(generation);
        foreach (ServedGeneration generation in _running)
        {
            if (error is null)
                generation.Abort();
            else
                generation.Fail(error);
        }

        LetGo();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _cancellation.Dispose();
        }
    }

    private void Receive()
    {
        lock (_lock)
        {
            while (_arrived.TryDequeue(out ServedGeneration? generation))
                _waiting.Add(generation.Client, generation);
        }
    }

    /// <summary>Those that are over give their blocks back, and those that still wait their place: whoever has left keeps nobody out.</summary>
    private void LetGo()
    {
        int left = _waiting.RemoveAll(static generation => generation.IsOver);
        lock (_lock)
            _pendingCount -= left;
        for (int index = _running.Count - 1; index >= 0; index--)
        {
            if (!_running[index].IsOver)
                continue;
            _running[index].Text.Release();
            _running.RemoveAt(index);
            lock (_lock)
                _pendingCount--;
        }
    }

    private void Admit()
    {
        while (_running.Count < options.RunningLimit && _waiting.TryPeek(out ServedGeneration? next))
        {
            if (!next.IsOver && !next.TryReserve())
            {
                if (_running.Count > 0)
                    return;

                // All of the cache is too little for what it has become.
                next.Abort();
            }

            _waiting.Remove();
            _running.Add(next);
        }
    }

    private void Compose()
    {
        lock (_lock)
        {
            _inStep.Clear();
            if (_cancellation.IsCancellationRequested)
            {
                _cancellation.Dispose();
                _cancellation = new CancellationTokenSource();
            }
        }

        _step.Clear();
        for (int index = 0; index < _running.Count; index++)
        {
            if (_running[index].UnreadCount == 1 && TryGrow(_running[index]))
                Add(_running[index], 1);
        }

        SharePrompts(_inStep.Count == 0 ? options.StepTokens : Math.Max(1, options.StepTokens / 2));
    }

    /// <summary>Room for the token at hand; those that were begun last make room if need be.</summary>
    private bool TryGrow(ServedGeneration generation)
    {
        while (!generation.Text.TryReserve(generation.TokenCount))
        {
            ServedGeneration last = _running[^1];
            if (_running.Count == 1)
            {
                // Even alone it does not fit any more: what was made so far is what there is.
                last.Abort();
                return false;
            }

            _running.RemoveAt(_running.Count - 1);
            last.Withdraw();
            _waiting.AddFirst(last.Client, last);
            if (last == generation)
                return false;
        }

        return true;
    }

    private void SharePrompts(int budget)
    {
        ServedGeneration[] prompts = [.. _running.Where(static generation => generation.UnreadCount > 1)];
        _turn++;
        for (int index = 0; index < prompts.Length && budget > 0; index++)
        {
            ServedGeneration prompt = prompts[(index + _turn) % prompts.Length];
            int share = Math.Min(budget, Math.Max(LeastShare, budget / (prompts.Length - index)));
            int count = Math.Min(share, prompt.UnreadCount);
            Add(prompt, count);
            budget -= count;
        }
    }

    private void Add(ServedGeneration generation, int count)
    {
        generation.AddTo(_step, count);
        lock (_lock)
            _inStep.Add(generation);
    }

    private bool TryRun()
    {
        try
        {
            _step.Run(_cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception error) when (IsOfOne(error))
        {
            return _inStep.Count == 1;
        }

        _taking.Clear();
        for (int part = 0; part < _inStep.Count; part++)
        {
            if (_inStep[part].Advance(_step, part))
                _taking.Add(part);
        }

        var body = new Taking(_step, _inStep, _taking);
        executable.Workers(CancellationToken.None).For(in body, _taking.Count);
        return true;
    }

    /// <summary>Where a step of several failed, each is read alone: one that cannot be read must not end the others.</summary>
    private void RunOneByOne()
    {
        ServedGeneration[] all = [.. _inStep];
        foreach (ServedGeneration generation in all)
        {
            lock (_lock)
                _inStep.Clear();
            _step.Clear();
            Add(generation, Math.Min(generation.UnreadCount, options.StepTokens));
            TryRun();
        }
    }

    /// <summary>An error that the only answer of a step is to blame for; that of a step of several is found out one by one.</summary>
    private bool IsOfOne(Exception error)
    {
        if (_inStep.Count == 1)
            _inStep[0].Fail(error);
        return true;
    }

    /// <summary>Lets answers choose their tokens side by side.</summary>
    private readonly struct Taking(BatchStep step, List<ServedGeneration> inStep, List<int> parts) : IWorkBody
    {
        public void Run(int part, int participant) => inStep[parts[part]].Take(step.Logits(parts[part]));
    }
}
