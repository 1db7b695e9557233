using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Decides, step by step, whose tokens are read together.</summary>
/// <remarks>
/// Every answer under way gets its row in each step; prompts share the rest in turns, piece by piece, so that neither a long prompt
/// stalls the answers nor the answers a prompt. Who is under way, <see cref="Roster"/> decides. All of it decides when a token is made,
/// never which. What goes wrong with one answer ends that answer. <see cref="Step"/> and <see cref="Close"/> are for one thread; the rest for any.
/// </remarks>
internal class BatchScheduler : IDisposable
{
    private const int LeastShare = 16; // of a prompt in a step

    private readonly Executable _executable;
    private readonly int _stepTokens;
    private readonly AdmissionControl _admission;
    private readonly Roster _roster;
    private readonly BatchStep _step;
    private readonly Lock _lock = new(); // of what arrives and of who is in the step
    private readonly Queue<ServedGeneration> _arrived = [];
    private readonly List<ServedGeneration> _inStep = [];
    private readonly HashSet<ServedGeneration> _read = []; // whose rows of the step count as read
    private readonly List<int> _taking = []; // parts of the step whose logits are to be taken
    private CancellationTokenSource _cancellation = new();
    private bool _isClosed; // under the lock, as the next
    private Exception? _fault;
    private int _turn;

    public BatchScheduler(Executable executable, ServingOptions options)
    {
        _executable = executable;
        _stepTokens = options.StepTokens;
        _admission = new AdmissionControl(options.RunningLimit, options.WaitingLimit, options.ClientLimit, TimeProvider.System);
        _roster = new Roster(options.RunningLimit, generation => _admission.Release(generation.Client));
        _step = new BatchStep(executable);
        long blockLimit = options.CacheBytes / Math.Max(1, executable.CacheLayout.BlockBytes);
        Cache = new CacheBlockPool(executable.CacheLayout.BlockElements, (int)Math.Clamp(blockLimit, 1, int.MaxValue));
    }

    /// <summary>The cache of all texts.</summary>
    public CacheBlockPool Cache { get; init; }

    /// <summary>Called when there is something to do.</summary>
    public Action? Wake { get; init; }

    /// <summary>Takes an answer in; false if too many are waiting, of all or of its client.</summary>
    public bool TryAdd(ServedGeneration generation, out TimeSpan retryAfter)
    {
        if (!_admission.TryAdmit(generation.Client, out retryAfter))
            return false;
        bool isClosed;
        lock (_lock)
        {
            isClosed = _isClosed;
            if (!isClosed)
                _arrived.Enqueue(generation);
        }

        if (isClosed)
            generation.End(_fault);
        Wake?.Invoke();
        return true;
    }

    /// <summary>An answer is over: if the step was for nobody else, it ends.</summary>
    public void Notice()
    {
        lock (_lock)
        {
            if (!_isClosed && _inStep.TrueForAll(static generation => generation.IsOver))
                _cancellation.Cancel();
        }

        Wake?.Invoke();
    }

    /// <summary>Runs one step; false if there is nothing to do.</summary>
    public virtual bool Step()
    {
        Receive();
        _roster.LetGo();
        _roster.Pause();
        _roster.Admit();
        _roster.Grow();
        Compose();
        if (_inStep.Count == 0)
            return false;
        if (!TryRun())
            RunOneByOne();
        return true;
    }

    /// <summary>Ends everything, and whatever comes later: with an error, or without one as aborted.</summary>
    public void Close(Exception? error)
    {
        lock (_lock)
        {
            _fault = error;
            _isClosed = true;
        }

        Receive();
        _roster.End(error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _cancellation.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private void Receive()
    {
        lock (_lock)
        {
            while (_arrived.TryDequeue(out ServedGeneration? generation))
                _roster.Add(generation);
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
        foreach (ServedGeneration generation in _roster.Running)
        {
            if (generation.UnreadCount == 1 && !generation.IsOver)
                Add(generation, 1);
        }

        SharePrompts(_inStep.Count == 0 ? _stepTokens : Math.Max(1, _stepTokens / 2));
    }

    private void SharePrompts(int budget)
    {
        ServedGeneration[] prompts = [.. _roster.Running.Where(static generation => generation.UnreadCount > 1 && !generation.IsOver)];
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

    /// <summary>Runs the step; false if it cannot be run and not only one answer is to blame.</summary>
    private bool TryRun()
    {
        _read.Clear();
        bool isRun = false;
        while (true)
        {
            try
            {
                if (!isRun)
                    _step.Run(_cancellation.Token);
                else if (!_step.MakeLogits(_cancellation.Token))
                    return true;
            }
            catch (OperationCanceledException)
            {
                return true;
            }
            catch (Exception error)
            {
                if (_inStep.Count > 1)
                    return false;
                _inStep[0].End(error);
                return true;
            }

            TakeTokens(isRun);
            isRun = true;
        }
    }

    /// <summary>What was read counts: first of those that ask for no logits, then of those whose logits were made.</summary>
    private void TakeTokens(bool hasLogits)
    {
        _taking.Clear();
        for (int part = 0; part < _inStep.Count; part++)
        {
            if (hasLogits ? !_step.HasLogits(part) : _step.WantsLogits(part))
                continue;
            _read.Add(_inStep[part]);
            if (_inStep[part].TryAdvance(_step, part))
                _taking.Add(part);
        }

        var body = new Taking(_step, _inStep, _taking);
        _executable.Workers(CancellationToken.None).For(in body, _taking.Count);
    }

    /// <summary>Where a step of several failed, each is read alone: one that cannot be read must not end the others. Some may have got their token before that.</summary>
    private void RunOneByOne()
    {
        ServedGeneration[] all = [.. _inStep.Where(generation => !_read.Contains(generation))];
        foreach (ServedGeneration generation in all)
        {
            lock (_lock)
                _inStep.Clear();
            _step.Clear();
            Add(generation, Math.Min(generation.UnreadCount, _stepTokens));
            TryRun();
        }
    }

    /// <summary>Lets answers choose their tokens side by side.</summary>
    private readonly struct Taking(BatchStep step, List<ServedGeneration> inStep, List<int> parts) : IWorkBody
    {
        public void Run(int part, int participant) => inStep[parts[part]].Take(step.Logits(parts[part]));
    }
}
