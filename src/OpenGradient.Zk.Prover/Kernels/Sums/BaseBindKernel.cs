using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>t[i] + x (t[i + half] - t[i]) for i below half, t being in F and x in E.</summary>
internal readonly struct BaseBindKernel(QuadraticExtension x, Goldilocks[] table, QuadraticExtension[] bound) : ILaneKernel<BaseBindKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var factor = ExtensionLanes<TLanes>.Create(x);
        ref Goldilocks elements = ref MemoryMarshal.GetArrayDataReference(table);
        for (int index = first; index < end; index += TLanes.Count)
        {
            TLanes low = TLanes.LoadAmongPairs(in elements, (nuint)(uint)index);
            TLanes high = TLanes.LoadAmongPairs(in elements, (nuint)(uint)(index + bound.Length));
            (new ExtensionLanes<TLanes>(low, default) + (factor * (high - low))).Store(bound, index);
        }
    }

    public void Join(in BaseBindKernel part)
    {
    }
}
