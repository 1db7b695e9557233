namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>Memory that several values may share; goes back to its pool with the last of them. Content is left over from the last use.</summary>
/// <param name="array">Where it lies.</param>
/// <param name="offset">Its first byte.</param>
/// <param name="length">Its bytes.</param>
/// <param name="place">Its size class, or as ~place its number in the plan; nothing in a <see cref="BufferHeap"/>.</param>
internal sealed class PooledBuffer(byte[] array, int offset, int length, int place)
{
    /// <summary>Its first byte in the memory that it is cut from.</summary>
    public int Offset => offset;

    /// <summary>Its length in bytes.</summary>
    public int Length => length;

    /// <summary>The logarithm of the length, rounded up: where the pool keeps it; negative for a place in an arena.</summary>
    public int Place => place;

    /// <summary>When it was handed out, counted in buffers of the run.</summary>
    public int RentNumber { get; set; }

    /// <summary>How many values hold it.</summary>
    public int HolderCount { get; set; }

    /// <summary>Makes the object, which nobody holds, another buffer.</summary>
    public void Move(byte[] newArray, int newOffset, int newLength) => (array, offset, length) = (newArray, newOffset, newLength);

    /// <summary>The first bytes.</summary>
    public Memory<byte> Memory(int byteCount) => array.AsMemory(offset, byteCount);

    /// <summary>The first bytes.</summary>
    public Span<byte> Span(int byteCount) => array.AsSpan(offset, byteCount);
}
