using System.Runtime.InteropServices;
using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Writes entries in batches: while one batch is flushed the next one gathers.</summary>
/// <remarks>One thread writes. An entry waits for at most two flushes, however many wait with it.</remarks>
internal sealed class GroupCommit : IDisposable
{
    private readonly object _gate = new();
    private readonly SequenceFile _sequence;
    private readonly Action _onDurable;
    private readonly Thread _thread;
    private AppendBatch _gathering = new();
    private LogStoppedException? _stopped;

    /// <param name="sequence">Where entries go. This object is its only writer.</param>
    /// <param name="onDurable">Called on the writing thread after each batch, before anybody is told.</param>
    public GroupCommit(SequenceFile sequence, Action onDurable)
    {
        _sequence = sequence;
        _onDurable = onDurable;
        _thread = new Thread(Run) { IsBackground = true, Name = "log commit" };
        _thread.Start();
    }

    /// <summary>The index of the entry, once it is on the disk.</summary>
    /// <exception cref="LogStoppedException">The log is closed, or a write failed: nothing is promised.</exception>
    public async ValueTask<ulong> AppendAsync(ReceiptId entry, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (AppendBatch batch, int position) = Enqueue(entry);
        ulong first = await batch.Durable.WaitAsync(cancellationToken).ConfigureAwait(false);
        return first + (ulong)position;
    }

    /// <summary>Refuses entries from now on, and fails those that are not being written yet.</summary>
    public void Stop(LogStoppedException reason)
    {
        lock (_gate)
        {
            _stopped ??= reason;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Writes what has gathered, then ends.</summary>
    public void Dispose()
    {
        Stop(new LogStoppedException("The log is closed."));
        _thread.Join();
    }

    private (AppendBatch Batch, int Position) Enqueue(ReceiptId entry)
    {
        lock (_gate)
        {
            if (_stopped is not null)
                throw new LogStoppedException(_stopped.Message, _stopped.InnerException);
            _gathering.Entries.Add(entry);
            if (_gathering.Entries.Count == 1)
                Monitor.Pulse(_gate);
            return (_gathering, _gathering.Entries.Count - 1);
        }
    }

    private void Run()
    {
        while (TryTake() is AppendBatch batch)
        {
            try
            {
                ulong first = _sequence.Append(CollectionsMarshal.AsSpan(batch.Entries));
                _onDurable();
                batch.Complete(first);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogStoppedException reason = new($"The log stopped: entry {_sequence.Count} could not be written ({error.Message}). Free the disk and start again.", error);
                Stop(reason);
                batch.Fail(reason);
            }
        }
    }

    /// <summary>The next batch; null when the log is closed and nothing is left, or after a failure.</summary>
    private AppendBatch? TryTake()
    {
        lock (_gate)
        {
            while (_gathering.Entries.Count == 0 && _stopped is null)
                Monitor.Wait(_gate);
            AppendBatch batch = _gathering;
            _gathering = new AppendBatch();
            if (batch.Entries.Count == 0)
                return null;
            if (_stopped?.InnerException is null)
                return batch;
            batch.Fail(_stopped);
            return null;
        }
    }
}
