using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>numbers[at + i] = integers[start + i].</summary>
internal readonly struct EmbedKernel(long[] integers, int start, QuadraticExtension[] numbers, int at) : ILaneKernel<EmbedKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref long elements = ref MemoryMarshal.GetArrayDataReference(integers);
        for (int index = first; index < end; index += TLanes.Count)
            new ExtensionLanes<TLanes>(TLanes.LoadAmongPairs(in elements, (nuint)(uint)(start + index)), default).Store(numbers, at + index);
    }

    public void Join(in EmbedKernel part)
    {
    }
}
