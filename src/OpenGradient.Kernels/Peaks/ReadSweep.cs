using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Reads memory from one end to the other and does nothing else with it: what the memory gives is what is measured.</summary>
/// <remarks>Shapes: memory a multiple of 64 elements; sink one element, which gets the exclusive or of all of it, so that nothing can be left out.</remarks>
internal readonly ref struct ReadSweep(ReadOnlySpan<float> memory, Span<float> sink) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _memory = memory;
    private readonly Span<float> _sink = sink;

    /// <inheritdoc/>
    public void RunScalar()
    {
        uint bits = 0;
        foreach (float element in _memory)
            bits ^= BitConverter.SingleToUInt32Bits(element);
        _sink[0] = BitConverter.UInt32BitsToSingle(bits);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float memory = ref MemoryMarshal.GetReference(_memory);
        TLanes a = TLanes.Zero;
        TLanes b = TLanes.Zero;
        for (nuint i = 0; i + 64 <= (nuint)_memory.Length; i += 64)
        {
            a = a ^ TLanes.Load(in memory, i) ^ TLanes.Load(in memory, i + 16);
            b = b ^ TLanes.Load(in memory, i + 32) ^ TLanes.Load(in memory, i + 48);
        }

        Span<float> bits = stackalloc float[16];
        TLanes.Store(a ^ b, ref MemoryMarshal.GetReference(bits), 0);
        new ReadSweep(bits, _sink).RunScalar();
    }
}
