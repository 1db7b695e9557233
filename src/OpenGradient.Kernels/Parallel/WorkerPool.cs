using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace OpenGradient.Kernels;

/// <summary>Threads of our own that help a run with one piece of work at a time.</summary>
/// <remarks>
/// Each participant has a stretch of the parts and takes them in order; one that is done helps with the others' stretches. So, from step to
/// step of a run, a thread mostly finds in its caches what it wrote itself.
/// Helpers spin for some 50 µs after a piece of work, which bridges the gap to the next step of a run, and then block; where they wake up is
/// up to <see cref="HelperPlacement"/>. A pool serves one caller at a time; others that find it busy do their work alone, so runs side by
/// side share the processors and none waits for another. Threads live as long as the process, in the background.
/// </remarks>
internal sealed unsafe class WorkerPool
{
    private static readonly Dictionary<int, WorkerPool> Pools = [];

    private readonly object _sleepers = new();

    // What is being worked on; written while nobody is inside, read after having entered.
    private void* _body;
    private delegate*<void*, int, int, void> _invoke;
    private int _partCount;
    private CancellationToken _cancellationToken;
    private LaneWidth? _widthLimit;
    private ExceptionDispatchInfo? _error;

    private readonly HelperPlacement _placement;
    private readonly PaddedCounter[] _nextParts; // [participant], the next part of its stretch
    private PaddedCounter _entrance; // generation << 32 | open flag << 16 | helpers inside
    private PaddedCounter _owner; // 1 while somebody's work is in the pool
    private int _sleeperCount; // helpers that sleep and were not called yet; changed under the lock
    private int _callCount; // calls that no sleeper has answered yet; under the lock

    private WorkerPool(int participantCount)
    {
        ParticipantCount = participantCount;
        _nextParts = new PaddedCounter[participantCount];
        _placement = new HelperPlacement(participantCount - 1);
        for (int helper = 1; helper < participantCount; helper++)
            StartHelper(helper);
    }

    /// <summary>The caller and its helpers.</summary>
    public int ParticipantCount { get; }

    /// <summary>The pool of that many participants; null for one, who needs none.</summary>
    public static WorkerPool? OfSize(int participantCount)
    {
        if (participantCount <= 1)
            return null;
        lock (Pools)
        {
            if (!Pools.TryGetValue(participantCount, out WorkerPool? pool))
                Pools.Add(participantCount, pool = new WorkerPool(participantCount));
            return pool;
        }
    }

    /// <summary>Carries out all parts together with the helpers that are free; false, and nothing done, if the pool is busy.</summary>
    public bool TryRun<TBody>(scoped in TBody body, int partCount, CancellationToken cancellationToken)
        where TBody : struct, IWorkBody, allows ref struct
    {
        if (Interlocked.CompareExchange(ref _owner.Value, 1, 0) != 0)
            return false;

        // SAFETY: the copy lies on this thread's stack, where it does not move and where the collector sees and updates the references
        // in it; helpers read it only between entering and leaving, and Close returns when all have left.
        TBody local = body;
        _body = Unsafe.AsPointer(ref local);
        _invoke = &Invoke<TBody>;
        _partCount = partCount;
        _cancellationToken = cancellationToken;
        _widthLimit = LaneDispatch.Limit;
        for (int stretch = 0; stretch < ParticipantCount; stretch++)
            Volatile.Write(ref _nextParts[stretch].Value, StretchStart(stretch));
        Open(partCount);
        try
        {
            TakeParts(participant: 0);
        }
        finally
        {
            Close();
        }

        ExceptionDispatchInfo? error = _error;
        _error = null;
        Volatile.Write(ref _owner.Value, 0);
        error?.Throw();
        return true;
    }

    private static void Invoke<TBody>(void* body, int part, int participant)
        where TBody : struct, IWorkBody, allows ref struct => Unsafe.AsRef<TBody>(body).Run(part, participant);

    private void Open(int partCount)
    {
        long generation = (Volatile.Read(ref _entrance.Value) >> 32) + 1;
        Interlocked.Exchange(ref _entrance.Value, (generation << 32) | OpenFlag);
        if (Volatile.Read(ref _sleeperCount) == 0)
            return;
        _placement.MakeWay();
        lock (_sleepers)
        {
            int called = Math.Min(_sleeperCount, partCount - 1);
            _sleeperCount -= called;
            _callCount += called;
            if (called == 1)
                Monitor.Pulse(_sleepers);
            else if (called > 1)
                Monitor.PulseAll(_sleepers);
        }
    }

    /// <summary>Lets no more helpers in and waits for those inside to finish their parts.</summary>
    private void Close()
    {
        Interlocked.And(ref _entrance.Value, ~OpenFlag);
        var wait = default(SpinWait);
        while ((Volatile.Read(ref _entrance.Value) & InsideMask) != 0)
            wait.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>The participant's own stretch, then what is left of the others'.</summary>
    private void TakeParts(int participant)
    {
        try
        {
            for (int turn = 0; turn < ParticipantCount; turn++)
                TakeStretch((participant + turn) % ParticipantCount, participant);
        }
        catch (Exception error) when (Fail(error))
        {
        }
    }

    private void TakeStretch(int stretch, int participant)
    {
        ref long next = ref _nextParts[stretch].Value;
        long end = StretchStart(stretch + 1);
        while (!_cancellationToken.IsCancellationRequested && Volatile.Read(ref next) < end)
        {
            long part = Interlocked.Increment(ref next) - 1;
            if (part < end)
                _invoke(_body, (int)part, participant);
        }
    }

    private long StretchStart(int stretch) => (long)_partCount * stretch / ParticipantCount;

    /// <summary>Keeps the first error, for the caller, and lets the others run out of parts.</summary>
    private bool Fail(Exception error)
    {
        Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
        for (int stretch = 0; stretch < ParticipantCount; stretch++)
            Interlocked.Add(ref _nextParts[stretch].Value, int.MaxValue);
        return true;
    }

    private void StartHelper(int participant)
    {
        var thread = new Thread(() => Help(participant), HelperStackBytes)
        {
            IsBackground = true,
            Name = $"OpenGradient worker {participant}",
        };
        thread.Start();
    }

    private void Help(int participant)
    {
        _placement.Join(participant - 1);
        long lastGeneration = 0;
        while (true)
        {
            long generation = AwaitWork(lastGeneration);
            if (!TryEnter(generation))
                continue;
            lastGeneration = generation;
            LaneDispatch.Limit = _widthLimit;
            TakeParts(participant);
            Interlocked.Decrement(ref _entrance.Value);
        }
    }

    private long AwaitWork(long lastGeneration)
    {
        for (int turn = 0; ; turn++)
        {
            long entrance = Volatile.Read(ref _entrance.Value);
            if ((entrance & OpenFlag) != 0 && entrance >> 32 != lastGeneration)
                return entrance >> 32;
            if (turn < SpinTurns)
            {
                Thread.SpinWait(1);
                continue;
            }

            Sleep(lastGeneration);
            turn = 0;
        }
    }

    private void Sleep(long lastGeneration)
    {
        lock (_sleepers)
        {
            // Counted first and looked once more: the caller opens first and then counts the sleepers, so one of the two sees the other.
            Interlocked.Increment(ref _sleeperCount);
            long entrance = Interlocked.Read(ref _entrance.Value);
            if ((entrance & OpenFlag) != 0 && entrance >> 32 != lastGeneration)
            {
                _sleeperCount--;
                return;
            }

            while (_callCount == 0)
                Monitor.Wait(_sleepers);
            _callCount--;
        }
    }

    private bool TryEnter(long generation)
    {
        long entrance = Volatile.Read(ref _entrance.Value);
        while ((entrance & OpenFlag) != 0 && entrance >> 32 == generation)
        {
            long seen = Interlocked.CompareExchange(ref _entrance.Value, entrance + 1, entrance);
            if (seen == entrance)
                return true;
            entrance = seen;
        }

        return false;
    }

    private const long OpenFlag = 1L << 16;
    private const long InsideMask = OpenFlag - 1;
    private const int SpinTurns = 1500; // of some 37 ns each
    private const int HelperStackBytes = 1 << 20;
}
