using System.Numerics;

namespace OpenGradient.Execution.Interpreter;

/// <summary>The buffers of one run state; not for use by two threads.</summary>
internal sealed class BufferPool(long liveBytesLimit)
{
    private readonly Stack<PooledBuffer>?[] _free = new Stack<PooledBuffer>?[32];

    /// <summary>Whether so many more bytes may be handed out.</summary>
    public bool HasRoomFor(long byteCount) => byteCount <= TensorBytesLimit && LiveBytes + byteCount <= LiveBytesLimit;

    /// <summary>The most bytes that may be handed out at one moment.</summary>
    public long LiveBytesLimit => liveBytesLimit;

    /// <summary>Bytes handed out now.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>All bytes that the pool has ever allocated and still holds.</summary>
    public long RetainedBytes { get; private set; }

    /// <summary>A buffer of at least <paramref name="byteCount"/> bytes, with one holder.</summary>
    public PooledBuffer Rent(int byteCount)
    {
        int sizeClass = Math.Max(MinSizeClass, BitOperations.Log2((uint)Math.Max(byteCount - 1, 1)) + 1);
        PooledBuffer buffer = _free[sizeClass] is { Count: > 0 } stack ? stack.Pop() : Allocate(sizeClass);
        buffer.HolderCount = 1;
        LiveBytes += buffer.Bytes.Length;
        return buffer;
    }

    /// <summary>Takes one holder away.</summary>
    public void Release(PooledBuffer buffer)
    {
        if (--buffer.HolderCount > 0)
            return;
        LiveBytes -= buffer.Bytes.Length;
        (_free[buffer.SizeClass] ??= new Stack<PooledBuffer>()).Push(buffer);
    }

    private PooledBuffer Allocate(int sizeClass)
    {
        // Array.MaxLength is a little below 2^31, so the largest class is one shorter than its name says.
        var buffer = new PooledBuffer(Math.Min(sizeClass, 30));
        RetainedBytes += buffer.Bytes.Length;
        return buffer;
    }

    private const int MinSizeClass = 8;
    private const long TensorBytesLimit = 1L << 30;
}
