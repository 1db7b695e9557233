using OpenGradient.Kernels;

namespace OpenGradient.Execution.LanguageModels;

/// <summary>What a causal Program remembers from chunk to chunk: how many positions it has read, keys and values, the trace.</summary>
internal sealed class CausalState
{
    private readonly Dictionary<int, KeyValueCache> _caches = [];

    /// <summary>How many positions were read before the chunk at hand.</summary>
    public int Position { get; private set; }

    /// <summary>The trace over the positions read.</summary>
    public CausalTrace Trace { get; } = new();

    /// <summary>The keys and values of the attention step with this index.</summary>
    public KeyValueCache Cache(int step, int headCount, int headDim)
    {
        if (!_caches.TryGetValue(step, out KeyValueCache? cache))
        {
            cache = new KeyValueCache(headCount, headDim);
            _caches.Add(step, cache);
        }

        return cache;
    }

    /// <summary>The chunk is done: its positions count as read.</summary>
    public void Advance(int positionCount)
    {
        Trace.CompleteRows(positionCount);
        Position += positionCount;
    }

    /// <summary>Starts a new text; memory is kept.</summary>
    public void Reset()
    {
        Position = 0;
        Trace.Reset();
    }
}
