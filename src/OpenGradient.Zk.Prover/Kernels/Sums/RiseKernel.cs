using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ weights[start + i] (row[i + half] - row[i]) over i below half.</summary>
internal struct RiseKernel(QuadraticExtension[] weights, int start, QuadraticExtension[] row, int half) : ILaneKernel<RiseKernel>
{
    public QuadraticExtension Total { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += ExtensionLanes<TLanes>.Load(weights, start + index) * (ExtensionLanes<TLanes>.Load(row, half + index) - ExtensionLanes<TLanes>.Load(row, index));
        Total += sum.Sum();
    }

    public void Join(in RiseKernel part) => Total += part.Total;
}
