using System.Runtime.InteropServices;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>One piece of memory that the buffers of a run are cut from, for runs whose shapes change from one to the next.</summary>
/// <remarks>
/// A buffer lies at the lowest place that is free, so what was never held at once is never touched: a piece is larger than what is needed, and pages of it that nobody has written to
/// are no memory of the process. Where no place is free, a larger piece takes the place of this one, which goes with its last buffer. Not for use by two threads.
/// </remarks>
internal sealed class BufferHeap
{
    private readonly List<PooledBuffer> _held = []; // in the piece, by offset
    private readonly Stack<PooledBuffer> _unused = []; // objects only
    private byte[] _piece = [];
    private int _start; // of the first cache line
    private long _capacity; // from there on
    private long _heldBytes; // in earlier pieces, too

    /// <summary>The most memory that it may come to take without growing.</summary>
    public int ByteCount => _piece.Length;

    /// <summary>A buffer of so many bytes.</summary>
    public PooledBuffer Rent(int byteCount)
    {
        _heldBytes += Size(byteCount);
        (int at, long offset) = LowestPlace(Size(byteCount));
        if (offset + Size(byteCount) > _start + _capacity)
        {
            Grow(Size(byteCount));
            (at, offset) = (0, _start);
        }

        PooledBuffer buffer = _unused.TryPop(out PooledBuffer? unused) ? unused : new PooledBuffer(_piece, 0, 0, place: 0);
        buffer.Move(_piece, (int)offset, byteCount);
        _held.Insert(at, buffer);
        return buffer;
    }

    /// <summary>Takes a buffer back.</summary>
    public void Release(PooledBuffer buffer)
    {
        _heldBytes -= Size(buffer.Length);
        _held.Remove(buffer);
        _unused.Push(buffer);
    }

    private (int At, long Offset) LowestPlace(long size)
    {
        long offset = _start;
        for (int at = 0; at < _held.Count; at++)
        {
            if (offset + size <= _held[at].Offset)
                return (at, offset);
            offset = _held[at].Offset + Size(_held[at].Length);
        }

        return (_held.Count, offset);
    }

    /// <summary>A new piece, with room for all that is held, and so much larger than the old one that few are made: what an old one was written to comes back late.</summary>
    /// <param name="size">Of the buffer that found no place; where all together are too much for one piece, the new one is for it.</param>
    private void Grow(long size)
    {
        _capacity = _heldBytes > MostBytes ? size : Math.Max(_heldBytes, Math.Min(Math.Max(_capacity * Growth, LeastBytes), MostSpareBytes));
        _piece = GC.AllocateUninitializedArray<byte>(checked((int)_capacity + MemoryPlan.Alignment));

        // So large an array does not move, unless somebody asks for that: then buffers lie across cache lines, and no bit changes.
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_piece, 0);
        _start = (int)((MemoryPlan.Alignment - (address % MemoryPlan.Alignment)) % MemoryPlan.Alignment);
        _held.Clear();
    }

    /// <summary>Whole cache lines, one at least.</summary>
    private static long Size(int byteCount) => Math.Max(1, ((long)byteCount + MemoryPlan.Alignment - 1) / MemoryPlan.Alignment) * MemoryPlan.Alignment;

    private const long LeastBytes = 1 << 20;
    private const long MostSpareBytes = 1L << 28;
    private const long MostBytes = 1L << 30; // an array has at most 2^31
    private const int Growth = 8;
}
