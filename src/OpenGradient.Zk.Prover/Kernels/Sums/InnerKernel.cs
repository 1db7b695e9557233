using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ weights[i] · elements[start + i], the elements being integers.</summary>
internal struct InnerKernel(QuadraticExtension[] weights, long[] elements, int start) : ILaneKernel<InnerKernel>
{
    public QuadraticExtension Total { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        ref long integers = ref MemoryMarshal.GetArrayDataReference(elements);
        for (int index = first; index < end; index += TLanes.Count)
            sum += ExtensionLanes<TLanes>.Load(weights, index) * TLanes.LoadAmongPairs(in integers, (nuint)(start + index));
        Total += sum.Sum();
    }

    public void Join(in InnerKernel part) => Total += part.Total;
}
