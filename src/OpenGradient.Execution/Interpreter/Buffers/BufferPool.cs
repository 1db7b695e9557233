using System.Numerics;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>The buffers of one run state; not for use by two threads.</summary>
/// <remarks>
/// A run with shapes that were not seen before takes buffers by size, and its demands are recorded. When it has ended well, a
/// <see cref="MemoryPlan"/> is made of them, and the next run with these shapes gets every buffer at its planned place in one arena.
/// A run that asks for something else than planned (sizes may depend on elements) goes on by size; a place is handed out only if
/// nobody holds memory that it overlaps, so a plan can be useless but never wrong. Where shapes change all the time, there is no plan but a <see cref="BufferHeap"/>.
/// </remarks>
/// <param name="liveBytesLimit">The most bytes that may be handed out at one moment.</param>
/// <param name="changesShapes">Whether hardly a run has the shapes of the one before.</param>
internal sealed class BufferPool(long liveBytesLimit, bool changesShapes)
{
    private readonly BufferHeap? _heap = changesShapes ? new BufferHeap() : null;
    private readonly Stack<PooledBuffer>?[] _free = new Stack<PooledBuffer>?[32];
    private readonly MemoryDemand _demand = new();
    private MemoryArena? _arena;
    private bool _isFollowingPlan;
    private bool _isPlannable = true;
    private long _pooledBytes;
    private long _rentedBytes;
    private long _outsideBytes;

    /// <summary>Whether so many more bytes may be handed out.</summary>
    public bool HasRoomFor(long byteCount) => byteCount <= TensorBytesLimit && LiveBytes + byteCount <= LiveBytesLimit;

    /// <summary>The most bytes that may be handed out at one moment.</summary>
    public long LiveBytesLimit => liveBytesLimit;

    /// <summary>Bytes handed out now, and those outside of the pool.</summary>
    public long LiveBytes => _rentedBytes + _outsideBytes;

    /// <summary>All bytes that are kept for later runs.</summary>
    public long RetainedBytes => _pooledBytes + (_arena?.ByteCount ?? 0) + (_heap?.ByteCount ?? 0);

    /// <summary>Begins a run.</summary>
    /// <param name="hasSameShapes">Whether its inputs have the shapes of the run before.</param>
    public void Begin(bool hasSameShapes)
    {
        if (!hasSameShapes)
        {
            _arena = null;
            _isPlannable = true;
        }

        _isFollowingPlan = _arena is not null;
        _demand.Clear();
        _outsideBytes = 0;
    }

    /// <summary>Counts memory for an output that is not the pool's, until the next run begins.</summary>
    public void CountOutside(int byteCount) => _outsideBytes += byteCount;

    /// <summary>Ends a run that went well, after everything was released: plans the next one. True if all memory is another now.</summary>
    public bool End()
    {
        if (_isFollowingPlan || !_isPlannable)
            return false;

        // What asks for other memory each time is left without a plan.
        MemoryPlan? plan = _arena is null ? MemoryPlan.TryCreate(_demand) : null;
        _isPlannable = plan is not null;
        _arena = plan is null ? null : new MemoryArena(plan);
        if (plan is null)
            return false;
        Array.Clear(_free);
        _pooledBytes = 0;
        return true;
    }

    /// <summary>A buffer of at least <paramref name="byteCount"/> bytes, with one holder.</summary>
    public PooledBuffer Rent(int byteCount)
    {
        PooledBuffer? buffer = _isFollowingPlan ? _arena!.TryRent(_demand.Count, byteCount) : null;
        _isFollowingPlan = buffer is not null;
        buffer ??= _heap?.Rent(byteCount) ?? RentBySize(byteCount);
        buffer.HolderCount = 1;
        buffer.RentNumber = _demand.Count;
        if (!_isFollowingPlan)
            _demand.Rent(byteCount);
        else
            _demand.Skip();
        _rentedBytes += buffer.Length;
        return buffer;
    }

    /// <summary>Takes one holder away.</summary>
    public void Release(PooledBuffer buffer)
    {
        if (--buffer.HolderCount > 0)
            return;
        _rentedBytes -= buffer.Length;
        _heap?.Release(buffer);
        if (_heap is not null || buffer.Place < 0)
            return;
        _demand.Release(buffer.RentNumber);
        (_free[buffer.Place] ??= new Stack<PooledBuffer>()).Push(buffer);
    }

    private PooledBuffer RentBySize(int byteCount)
    {
        // Array.MaxLength is a little below 2^31, so the largest class is one shorter than its name says.
        int sizeClass = Math.Clamp(BitOperations.Log2((uint)Math.Max(byteCount - 1, 1)) + 1, MinSizeClass, MaxSizeClass);
        return _free[sizeClass] is { Count: > 0 } stack ? stack.Pop() : Allocate(sizeClass);
    }

    private PooledBuffer Allocate(int sizeClass)
    {
        byte[] array = GC.AllocateUninitializedArray<byte>(1 << sizeClass);
        _pooledBytes += array.Length;
        return new PooledBuffer(array, 0, array.Length, sizeClass);
    }

    private const int MinSizeClass = 8;
    private const int MaxSizeClass = 30;
    private const long TensorBytesLimit = 1L << 30;
}
