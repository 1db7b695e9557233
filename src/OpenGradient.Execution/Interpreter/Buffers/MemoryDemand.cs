namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>What a run asked of its memory: each buffer's bytes, and when it was given back. Time is counted in buffers handed out.</summary>
internal sealed class MemoryDemand
{
    private readonly List<(int ByteCount, int End)> _buffers = [];

    /// <summary>How many buffers were handed out; the number of the next one.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every buffer was recorded.</summary>
    public bool IsComplete => _buffers.Count == Count && Count <= RecordLimit;

    /// <summary>The bytes of buffer <paramref name="number"/>, and the number of the first buffer that was handed out after it had come back.</summary>
    public (int ByteCount, int End) this[int number] => _buffers[number];

    /// <summary>A buffer is handed out.</summary>
    public void Rent(int byteCount)
    {
        if (_buffers.Count == Count && Count < RecordLimit)
            _buffers.Add((byteCount, int.MaxValue));
        Count++;
    }

    /// <summary>A buffer is handed out that needs no record.</summary>
    public void Skip() => Count++;

    /// <summary>A buffer came back.</summary>
    public void Release(int number)
    {
        if (number < _buffers.Count)
            _buffers[number] = (_buffers[number].ByteCount, Count);
    }

    /// <summary>A new run begins.</summary>
    public void Clear()
    {
        _buffers.Clear();
        Count = 0;
    }

    private const int RecordLimit = 4096;
}
