using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ a(X, i) b(X, i) over i below half, at X = 0 and X = 2, for lines through two values each.</summary>
internal struct ProductRoundKernel(QuadraticExtension[] a, QuadraticExtension[] b, int half) : ILaneKernel<ProductRoundKernel>
{
    public QuadraticExtension At0 { get; private set; }

    public QuadraticExtension At2 { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> at0 = default;
        ExtensionLanes<TLanes> at2 = default;
        for (int index = first; index < end; index += TLanes.Count)
        {
            var aLow = ExtensionLanes<TLanes>.Load(a, index);
            var bLow = ExtensionLanes<TLanes>.Load(b, index);
            var aHigh = ExtensionLanes<TLanes>.Load(a, index + half);
            var bHigh = ExtensionLanes<TLanes>.Load(b, index + half);
            at0 += aLow * bLow;
            at2 += (aHigh + aHigh - aLow) * (bHigh + bHigh - bLow);
        }

        At0 += at0.Sum();
        At2 += at2.Sum();
    }

    public void Join(in ProductRoundKernel part) => (At0, At2) = (At0 + part.At0, At2 + part.At2);
}
