using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary><see cref="ProductRoundKernel"/> with a in F, which saves a third of the products.</summary>
internal struct BaseProductRoundKernel(Goldilocks[] a, QuadraticExtension[] b, int half) : ILaneKernel<BaseProductRoundKernel>
{
    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> at0 = default;
        ExtensionLanes<TLanes> at2 = default;
        ref Goldilocks elements = ref MemoryMarshal.GetArrayDataReference(a);
        for (int index = first; index < end; index += TLanes.Count)
        {
            TLanes aLow = TLanes.LoadAmongPairs(in elements, (nuint)(uint)index);
            TLanes aHigh = TLanes.LoadAmongPairs(in elements, (nuint)(uint)(index + half));
            var bLow = ExtensionLanes<TLanes>.Load(b, index);
            var bHigh = ExtensionLanes<TLanes>.Load(b, index + half);
            at0 += bLow * aLow;
            at2 += (bHigh + bHigh - bLow) * (aHigh + aHigh - aLow);
        }

        At0 += at0.Sum();
        At2 += at2.Sum();
    }

    public void Join(in BaseProductRoundKernel part) => (At0, At2) = (At0 + part.At0, At2 + part.At2);
}
