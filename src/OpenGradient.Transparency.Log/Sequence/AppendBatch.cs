using OpenGradient.Primitives;

namespace OpenGradient.Transparency.Log;

/// <summary>Entries that go to the disk together.</summary>
internal sealed class AppendBatch
{
    private readonly TaskCompletionSource<ulong> _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The entries, in the order in which they get their indices.</summary>
    public List<ReceiptId> Entries { get; } = [];

    /// <summary>Completes with the index of the first entry when all are on the disk, or fails when that is not known.</summary>
    public Task<ulong> Durable => _durable.Task;

    public void Complete(ulong first) => _durable.SetResult(first);

    public void Fail(LogStoppedException error)
    {
        _durable.SetException(error);
        // Nobody may be waiting any more; the failure is reported by every later append, too.
        _ = _durable.Task.Exception;
    }
}
