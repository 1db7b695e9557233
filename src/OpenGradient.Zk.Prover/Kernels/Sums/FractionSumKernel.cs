using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>p[i] / q[i] + p[i + half] / q[i + half], i below half.</summary>
internal readonly struct FractionSumKernel(QuadraticExtension[] p, QuadraticExtension[] q, QuadraticExtension[] sumP, QuadraticExtension[] sumQ) : ILaneKernel<FractionSumKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        for (int index = first; index < end; index += TLanes.Count)
        {
            var qLow = ExtensionLanes<TLanes>.Load(q, index);
            var qHigh = ExtensionLanes<TLanes>.Load(q, index + sumQ.Length);
            ((ExtensionLanes<TLanes>.Load(p, index) * qHigh) + (ExtensionLanes<TLanes>.Load(p, index + sumP.Length) * qLow)).Store(sumP, index);
            (qLow * qHigh).Store(sumQ, index);
        }
    }

    public void Join(in FractionSumKernel part)
    {
    }
}
