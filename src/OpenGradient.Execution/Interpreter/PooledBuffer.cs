namespace OpenGradient.Execution.Interpreter;

/// <summary>Bytes that several values may share; goes back to its pool with the last of them.</summary>
/// <param name="sizeClass">The logarithm of its length, rounded up; where the pool keeps it.</param>
internal sealed class PooledBuffer(int sizeClass)
{
    /// <summary>The bytes; never shrunk, content left over from the last use.</summary>
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(Math.Min(1 << sizeClass, Array.MaxLength));

    /// <summary>The logarithm of the length.</summary>
    public int SizeClass { get; } = sizeClass;

    /// <summary>How many values hold it.</summary>
    public int HolderCount { get; set; }
}
