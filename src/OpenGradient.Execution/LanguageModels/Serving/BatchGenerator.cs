using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Answers many requests to one language model at once: every weight is read once for all of them.</summary>
/// <remarks>
/// The same request gives the same tokens, text and trace as <see cref="TextGenerator"/>, whatever else is being answered: docs/design/serving.md.
/// Safe for use from many threads. One thread of its own runs the steps; it begins with the first request.
/// </remarks>
public sealed class BatchGenerator : IDisposable
{
    private readonly Executable _executable;
    private readonly TokenBytes _tokenBytes;
    private readonly BatchScheduler _scheduler;
    private readonly object _work = new();
    private bool _hasWork; // under the lock, as the next
    private Thread? _thread;
    private volatile bool _isStopping;

    /// <param name="executable">The model.</param>
    /// <param name="tokenBytes">What its tokens decode to: the tokenizer's <c>BytesOf</c>.</param>
    /// <param name="options">What it may take.</param>
    /// <exception cref="InvalidInputException">The Program is not a causal language model: <c>tokens</c> in, <c>logits</c> out.</exception>
    public BatchGenerator(Executable executable, TokenBytes tokenBytes, ServingOptions options)
    {
        ArgumentNullException.ThrowIfNull(executable);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RunningLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WaitingLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StepTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CacheBytes);
        _executable = executable;
        _tokenBytes = tokenBytes;
        _scheduler = new BatchScheduler(executable, options) { Wake = Wake };
    }

    /// <summary>Memory that keys and values take now, those kept for later texts included; never more than <see cref="ServingOptions.CacheBytes"/>, or one block.</summary>
    public long CacheBytes => _scheduler.Cache.BlockCount * _executable.CacheLayout.BlockBytes;

    /// <summary>Starts an answer; null if too many are waiting.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="client">Who asks: clients take turns where answers have to wait.</param>
    /// <param name="cancellationToken">Ends the answer as <see cref="FinishReason.Aborted"/>, at any time.</param>
    /// <exception cref="InvalidInputException">A setting is out of range, or the prompt is too long.</exception>
    public ServedGeneration? TryStart(GenerationRequest request, string client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(_isStopping, this);
        var session = new CausalSession(_executable, _scheduler.Cache);
        var generation = new Generation(session, _tokenBytes, request);
        var served = new ServedGeneration(generation, client, _scheduler);
        RequireRoom(request.Prompt.Length);
        served.AbortOn(cancellationToken);
        if (generation.IsAtAbort)
            served.Abort();
        bool isAdmitted = _scheduler.TryAdd(served);
        if (!isAdmitted || _isStopping)
            served.Abort();
        BeginThread();
        return isAdmitted ? served : null;
    }

    /// <summary>Ends all answers as aborted, and the thread.</summary>
    public void Dispose()
    {
        _isStopping = true;
        Wake();
        Thread? thread;
        lock (_work)
            thread = _thread;
        thread?.Join();
        _scheduler.Dispose();
    }

    private void RequireRoom(int promptLength)
    {
        long room = (long)_scheduler.Cache.BlockLimit * KeyValueLayout.BlockPositions;
        if (promptLength >= room)
            throw new InvalidInputException(InvalidInputKind.TooLarge, "messages", $"The prompt takes {promptLength} tokens; this node's cache has room for {room} in all.");
    }

    private void BeginThread()
    {
        lock (_work)
        {
            if (_thread is not null)
                return;
            _thread = new Thread(Serve) { IsBackground = true, Name = "OpenGradient serving" };
            _thread.Start();
        }
    }

    private void Serve()
    {
        while (!_isStopping)
        {
            try
            {
                if (!_scheduler.Step())
                    AwaitWork();
            }
            catch (Exception error) when (EndsAll(error))
            {
            }
        }

        _scheduler.EndAll(error: null);
    }

    /// <summary>What nobody foresaw ends the answers under way, each with the error, and not the process.</summary>
    private bool EndsAll(Exception error)
    {
        _scheduler.EndAll(error);
        return true;
    }

    private void Wake()
    {
        lock (_work)
        {
            _hasWork = true;
            Monitor.Pulse(_work);
        }
    }

    private void AwaitWork()
    {
        lock (_work)
        {
            while (!_hasWork)
                Monitor.Wait(_work);
            _hasWork = false;
        }
    }
}
