using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Codes;

/// <summary>elements[start + count + i] = factor · elements[start + i], i below count.</summary>
internal readonly struct ScaleKernel(Goldilocks[] elements, int start, int count, Goldilocks factor) : ILaneKernel<ScaleKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref Goldilocks table = ref MemoryMarshal.GetArrayDataReference(elements);
        var scale = TLanes.Create(factor);
        for (int index = start + first; index < start + end; index += TLanes.Count)
            TLanes.Store(TLanes.Load(in table, (nuint)(uint)index) * scale, ref table, (nuint)(uint)(index + count));
    }

    public void Join(in ScaleKernel part)
    {
    }
}
