using System.Runtime.InteropServices;
using OpenGradient.Kernels;

namespace OpenGradient.Execution.Interpreter.Buffers;

/// <summary>One piece of memory, and the buffers of a <see cref="MemoryPlan"/> in it.</summary>
internal sealed class MemoryArena
{
    private readonly MemoryPlan _plan;
    private readonly PooledBuffer[] _buffers;

    public MemoryArena(MemoryPlan plan)
    {
        _plan = plan;
        ByteCount = plan.TotalBytes + MemoryPlan.Alignment;
        byte[] array = GC.AllocateUninitializedArray<byte>(ByteCount, pinned: true);
        int start = FirstAligned(array);
        _buffers = new PooledBuffer[plan.ByteCounts.Length];
        for (int number = 0; number < _buffers.Length; number++)
            _buffers[number] = new PooledBuffer(array, start + plan.Offsets[number], plan.ByteCounts[number], ~number);
    }

    /// <summary>The memory that it takes.</summary>
    public int ByteCount { get; }

    /// <summary>Buffer <paramref name="number"/>; null if that is not what was planned, or if somebody still holds memory that it overlaps.</summary>
    public PooledBuffer? TryRent(int number, int byteCount)
    {
        if (number >= _buffers.Length || _plan.ByteCounts[number] != byteCount)
            return null;
        foreach (int neighbour in _plan.Neighbours[number])
        {
            if (_buffers[neighbour].HolderCount > 0)
                return null;
        }

        return _buffers[number];
    }

    /// <summary>Where the first place begins; a large arena asks for large pages.</summary>
    private static int FirstAligned(byte[] pinned)
    {
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
        HugePages.Advise(address, pinned.Length);
        return (int)((MemoryPlan.Alignment - (address % MemoryPlan.Alignment)) % MemoryPlan.Alignment);
    }
}
