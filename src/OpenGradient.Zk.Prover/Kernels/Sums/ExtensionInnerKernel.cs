using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>Σ weights[i] · numbers[start + i].</summary>
internal struct ExtensionInnerKernel(QuadraticExtension[] weights, QuadraticExtension[] numbers, int start) : ILaneKernel<ExtensionInnerKernel>
{
    public QuadraticExtension Total { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        ExtensionLanes<TLanes> sum = default;
        for (int index = first; index < end; index += TLanes.Count)
            sum += ExtensionLanes<TLanes>.Load(weights, index) * ExtensionLanes<TLanes>.Load(numbers, start + index);
        Total += sum.Sum();
    }

    public void Join(in ExtensionInnerKernel part) => Total += part.Total;
}
