using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>sums[at + i] = Σ over cells of weights[cell] x[start + cell · inner + i], i below inner, x being integers.</summary>
internal readonly struct AxisSumKernel(QuadraticExtension[] weights, long[] x, int start, int inner, QuadraticExtension[] sums, int at) : ILaneKernel<AxisSumKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ref long elements = ref MemoryMarshal.GetArrayDataReference(x);
        for (int index = first; index < end; index += TLanes.Count)
        {
            ExtensionLanes<TLanes> sum = default;
            for (int cell = 0; cell < weights.Length; cell++)
                sum += ExtensionLanes<TLanes>.Create(weights[cell]) * TLanes.LoadAmongPairs(in elements, (nuint)(uint)(start + (cell * inner) + index));
            sum.Store(sums, at + index);
        }
    }

    public void Join(in AxisSumKernel part)
    {
    }
}
