using OpenGradient.Kernels;
using OpenGradient.Primitives;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>Answers many requests to one language model at once: every weight is read once for all of them.</summary>
/// <remarks>
/// The same request gives the same tokens, text and trace as <see cref="TextGenerator"/>, whatever else is being answered: docs/design/serving.md.
/// Safe for use from many threads. One thread of its own runs the steps; it begins with the first request. What goes wrong with one answer
/// ends that answer. What goes wrong with all of them ends those that are under way, each with the error; the next ones find an empty cache.
/// </remarks>
public sealed class BatchGenerator : IDisposable
{
    private readonly Executable _executable;
    private readonly TokenBytes _tokenBytes;
    private readonly ServingOptions _options;
    private readonly PrefixScope _scope;
    private readonly Func<BatchScheduler> _newScheduler;
    private readonly object _work = new();
    private volatile BatchScheduler _scheduler;
    private bool _hasWork; // under the lock, as the next
    private Thread? _thread;
    private volatile bool _isStopping;

    /// <param name="executable">The model.</param>
    /// <param name="tokenBytes">What its tokens decode to: the tokenizer's <c>BytesOf</c>.</param>
    /// <param name="options">What it may take.</param>
    /// <exception cref="InvalidInputException">The Program is not a causal language model: <c>tokens</c> in, <c>logits</c> out.</exception>
    public BatchGenerator(Executable executable, TokenBytes tokenBytes, ServingOptions options)
        : this(executable, tokenBytes, options, static (executable, options, wake) => new BatchScheduler(executable, options) { Wake = wake })
    {
    }

    internal BatchGenerator(
        Executable executable, TokenBytes tokenBytes, ServingOptions options, Func<Executable, ServingOptions, Action, BatchScheduler> newScheduler)
    {
        ArgumentNullException.ThrowIfNull(executable);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.RunningLimit);
        ArgumentOutOfRangeException.ThrowIfNegative(options.WaitingLimit);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ClientLimit ?? 1, nameof(options.ClientLimit));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StepTokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.CacheBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.UnreadLimit);
        _executable = executable;
        _tokenBytes = tokenBytes;
        _options = options;
        _scope = new PrefixScope(options.SharesPrefixes);
        _newScheduler = () => newScheduler(executable, options, Wake);
        _scheduler = _newScheduler();
    }

    /// <summary>Memory that keys and values take now, those kept for later texts included; never more than <see cref="ServingOptions.CacheBytes"/>, or one block.</summary>
    public long CacheBytes => _scheduler.Cache.BlockCount * _executable.CacheLayout.BlockBytes;

    /// <summary>Starts an answer; null if too many are waiting, of all or of this client.</summary>
    /// <inheritdoc cref="TryStart(GenerationRequest, ServingClient, out TimeSpan, CancellationToken)"/>
    public ServedGeneration? TryStart(GenerationRequest request, string client, CancellationToken cancellationToken) =>
        TryStart(request, new ServingClient(client), out _, cancellationToken);

    /// <summary>Starts an answer; null if too many are waiting, of all or of this client.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="client">Who asks: clients take turns where answers have to wait.</param>
    /// <param name="retryAfter">If too many are waiting: when it is worth while to ask again, 1 to 60 s.</param>
    /// <param name="cancellationToken">Ends the answer as <see cref="FinishReason.Aborted"/>, at any time.</param>
    /// <exception cref="InvalidInputException">A setting is out of range, or the prompt is too long.</exception>
    public ServedGeneration? TryStart(GenerationRequest request, ServingClient client, out TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(client);
        ObjectDisposedException.ThrowIf(_isStopping, this);
        BatchScheduler scheduler = _scheduler;
        var generation = new Generation(new CausalSession(_executable, scheduler.Cache), _tokenBytes, request);
        RequireRoom(request.Prompt.Length, scheduler.Cache);
        var served = new ServedGeneration(generation, client.Name, _scope.Of(client), _options.UnreadLimit, scheduler);
        served.AbortOn(cancellationToken);
        if (generation.IsAtAbort)
            served.Abort();
        bool isAdmitted = scheduler.TryAdd(served, out retryAfter);
        if (!isAdmitted)
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

    private static void RequireRoom(int promptLength, CacheBlockPool cache)
    {
        long room = (long)cache.BlockLimit * KeyValueLayout.BlockPositions;
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
            catch (Exception error)
            {
                StartAnew(error);
            }
        }

        _scheduler.Close(error: null);
    }

    /// <summary>After what nobody foresaw, nobody knows what the cache holds: the answers under way end with the error, and the next get a new one.</summary>
    private void StartAnew(Exception error)
    {
        using BatchScheduler failed = _scheduler;
        _scheduler = _newScheduler();
        failed.Close(error);
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
