using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>What a witness remembers, in memory and on the disk; records that wait at the same time share a flush.</summary>
internal sealed class WitnessState : IDisposable
{
    private readonly object _gate = new();
    private readonly WitnessStateFile _file;
    private readonly SortedDictionary<Digest, (long Slot, WitnessRecord Record)> _known;
    private readonly Thread _thread;
    private List<(WitnessRecord Record, TaskCompletionSource Durable)> _waiting = [];
    private LogStoppedException? _stopped;

    public WitnessState(ISequenceStorage storage)
    {
        _known = new SortedDictionary<Digest, (long Slot, WitnessRecord Record)>(Comparer<Digest>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b.AsSpan())));
        _file = WitnessStateFile.Open(storage, Restore);
        _thread = new Thread(Run) { IsBackground = true, Name = "witness commit" };
        _thread.Start();
    }

    /// <summary>The largest tree of a log that was cosigned: the empty one if none was.</summary>
    public (ulong Size, Digest Root) Find(Digest originHash)
    {
        lock (_gate)
            return _known.TryGetValue(originHash, out var known) ? (known.Record.Size, known.Record.Root) : (0, MerkleTree.EmptyRoot);
    }

    /// <summary>Remembers a larger tree; completes when that is on the disk. One call at a time for a log.</summary>
    /// <exception cref="LogStoppedException">The disk failed, now or before: nothing is remembered until the witness starts again.</exception>
    public Task AdvanceAsync(Digest originHash, ulong size, Digest root)
    {
        TaskCompletionSource durable = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_stopped is not null)
                throw new LogStoppedException(_stopped.Message, _stopped.InnerException);
            ulong generation = _known.TryGetValue(originHash, out var known) ? known.Record.Generation + 1 : 1;
            _waiting.Add((new WitnessRecord(generation, size, root, originHash), durable));
            Monitor.Pulse(_gate);
        }

        return durable.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped ??= new LogStoppedException("The witness is closed.");
            Monitor.Pulse(_gate);
        }

        _thread.Join();
        _file.Dispose();
    }

    private void Restore(long slot, WitnessRecord record)
    {
        if (!_known.TryAdd(record.OriginHash, (slot, record)))
            throw WitnessStateFile.Damaged($"log number {slot} is there twice; bring back the file.");
    }

    private void Run()
    {
        while (Take() is { } batch)
        {
            try
            {
                Commit(batch);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Stop(new LogStoppedException($"The witness stopped: its state could not be written ({error.Message}). Free the disk and start again.", error), batch);
            }
        }
    }

    /// <remarks>
    /// <b>Crash.</b> Before the flush: some records are new, some are not; nobody was told of any. After it: all are, and each of these logs
    /// can only go on from there.
    /// </remarks>
    private void Commit(List<(WitnessRecord Record, TaskCompletionSource Durable)> batch)
    {
        long[] slots = new long[batch.Count];
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i] = SlotOf(batch[i].Record.OriginHash);
            _file.Write(slots[i], batch[i].Record);
        }

        _file.Flush();
        lock (_gate)
        {
            for (int i = 0; i < slots.Length; i++)
                _known[batch[i].Record.OriginHash] = (slots[i], batch[i].Record);
        }

        foreach ((_, TaskCompletionSource durable) in batch)
            durable.SetResult();
    }

    private long SlotOf(Digest originHash)
    {
        lock (_gate)
            return _known.TryGetValue(originHash, out var known) ? known.Slot : _file.TakeSlot();
    }

    private void Stop(LogStoppedException reason, List<(WitnessRecord Record, TaskCompletionSource Durable)> failed)
    {
        lock (_gate)
        {
            _stopped ??= reason;
            failed.AddRange(_waiting);
            _waiting = [];
        }

        foreach ((_, TaskCompletionSource durable) in failed)
            durable.SetException(new LogStoppedException(reason.Message, reason.InnerException));
    }

    private List<(WitnessRecord Record, TaskCompletionSource Durable)>? Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && _stopped is null)
                Monitor.Wait(_gate);
            if (_waiting.Count == 0)
                return null;
            List<(WitnessRecord Record, TaskCompletionSource Durable)> batch = _waiting;
            _waiting = [];
            return batch;
        }
    }
}
