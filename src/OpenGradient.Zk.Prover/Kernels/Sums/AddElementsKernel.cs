using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>numbers[at + i] + factor · elements[start + i] in place of numbers[at + i].</summary>
internal readonly struct AddElementsKernel(QuadraticExtension[] numbers, int at, QuadraticExtension factor, Goldilocks[] elements, int start) : ILaneKernel<AddElementsKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks row = ref MemoryMarshal.GetArrayDataReference(elements);
        var scale = ExtensionLanes<TLanes>.Create(factor);
        for (int index = first; index < end; index += TLanes.Count)
            (ExtensionLanes<TLanes>.Load(numbers, at + index) + (scale * TLanes.LoadAmongPairs(in row, (nuint)(uint)(start + index)))).Store(numbers, at + index);
    }

    public void Join(in AddElementsKernel part)
    {
    }
}
