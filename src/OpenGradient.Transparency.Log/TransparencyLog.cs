using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>An append-only log of receipt ids in one directory: tlog-tiles files, signed checkpoints, inclusion proofs.</summary>
/// <remarks>
/// <para><b>Guarantee.</b> When <see cref="AppendAsync"/> has returned an index, the entry is on the disk: no crash loses it, and
/// every checkpoint from then on that is large enough covers it at that index.</para>
/// <para><b>Not guaranteed.</b> That the operator shows everyone the same tree (that takes <see cref="LogOptions.Witnesses"/>); that an entry is logged once;
/// that entries whose append failed or was cancelled are absent.</para>
/// <para>Thread-safe. One open log for a directory. See spec/log-1.</para>
/// </remarks>
public sealed partial class TransparencyLog : IAsyncDisposable
{
    private readonly LogLayout _layout;
    private readonly IDisposable _lock;
    private readonly LogState _state;
    private readonly CheckpointSigner _signer;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly GroupCommit _commit;
    private readonly Channel<bool> _pending = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _signings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    [SuppressMessage("Usage", "CA2213", Justification = "Who comes after the end has to be told so, and a semaphore without a wait handle holds nothing.")]
    private readonly SemaphoreSlim _signing = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _publication;
    private readonly Task _integration;
    private TreeSnapshot _latest;
    private TaskCompletionSource _published = NewSignal();
    private volatile bool _hasEnded;
    private int _disposed;

    private TransparencyLog(LogLayout layout, IDisposable directoryLock, LogState state, CheckpointSigner signer, LogOptions options, TimeProvider time)
    {
        _layout = layout;
        _lock = directoryLock;
        _state = state;
        _signer = signer;
        _options = options;
        _time = time;
        _latest = state.Published;
        _commit = new GroupCommit(state.Sequence, () => _pending.Writer.TryWrite(true));
        _signings.Writer.TryWrite(true);
        _publication = Task.Run(() => StopOnErrorAsync(WitnessAsync));
        _integration = Task.Run(() => StopOnErrorAsync(IntegrateAsync));
    }

    /// <summary>The latest public checkpoint: its files are on the disk, and witnesses, if there are any, were asked about it.</summary>
    public Checkpoint Latest => Snapshot.Checkpoint;

    /// <summary>The signed bytes of the latest public checkpoint.</summary>
    public byte[] LatestCheckpointNote => [.. Snapshot.Note];

    /// <summary>How many entries are on the disk, with or without a checkpoint that covers them.</summary>
    public ulong DurableCount => _state.Sequence.Count;

    /// <summary>The public files that were missing or damaged when the log was opened, and were written again.</summary>
    public ImmutableArray<string> RepairedFiles => _state.Repaired;

    private TreeSnapshot Snapshot => Volatile.Read(ref _latest);

    /// <summary>Opens the log in <paramref name="directory"/>, creating it if there is none, and finishes what a crash left half done.</summary>
    /// <param name="directory">The log's directory. Everything in it outside <c>.state</c> is public.</param>
    /// <param name="key">The log's key; it must outlive the log.</param>
    /// <param name="options">How the log behaves.</param>
    /// <param name="timeProvider">The clock that the checkpoint interval runs on.</param>
    /// <param name="cancellationToken">Gives up before the log is opened.</param>
    /// <exception cref="LogStateException">The files contradict each other or the key, or another process has the log open.</exception>
    /// <exception cref="ArgumentException">The second key is not one of this log.</exception>
    public static Task<TransparencyLog> OpenAsync(
        string directory, LogSigningKey key, LogOptions options, TimeProvider timeProvider, CancellationToken cancellationToken = default) =>
        OpenAsync(directory, key, options, timeProvider, static path => new FileStorage(path), cancellationToken);

    /// <summary>As the public one, over a storage that tests can break.</summary>
    internal static Task<TransparencyLog> OpenAsync(
        string directory, LogSigningKey key, LogOptions options, TimeProvider timeProvider, Func<string, ISequenceStorage> openStorage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Open(new LogLayout(directory), key, options, timeProvider, openStorage), cancellationToken);
    }

    /// <summary>Logs a receipt; returns its index once the entry is on the disk.</summary>
    /// <exception cref="LogStoppedException">The log is closed or its disk failed: nothing is promised.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped waiting. The entry may be logged all the same.</exception>
    public ValueTask<ulong> AppendAsync(ReceiptId receipt, CancellationToken cancellationToken = default) =>
        _commit.AppendAsync(receipt, cancellationToken);

    /// <summary>Integrates and signs what has been promised, and lets go of the directory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
            return;
        _commit.Dispose();
        await _closing.CancelAsync().ConfigureAwait(false);
        _pending.Writer.Complete();
        await _integration.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Whoever signs now is waited for; nobody does after that, because the log has ended.
        await _signing.WaitAsync().ConfigureAwait(false);
        _signing.Release();
        _state.Sequence.Dispose();
        _lock.Dispose();
        _closing.Dispose();
        await _integration.ConfigureAwait(false); // what it failed with, once everything is let go of
    }

    private static TransparencyLog Open(
        LogLayout layout, LogSigningKey key, LogOptions options, TimeProvider time, Func<string, ISequenceStorage> openStorage)
    {
        CheckpointSigner signer = new(key, options.SecondKey);
        IDisposable directoryLock = LogLock.Take(layout);
        try
        {
            return new TransparencyLog(layout, directoryLock, new LogRecovery(layout, signer, options).Open(openStorage), signer, options, time);
        }
        catch
        {
            directoryLock.Dispose();
            throw;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
