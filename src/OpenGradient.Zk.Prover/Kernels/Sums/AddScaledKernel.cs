using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>y[yStart + i] + factor · x[xStart + i] in place of y[yStart + i].</summary>
internal readonly struct AddScaledKernel(QuadraticExtension[] y, int yStart, QuadraticExtension factor, QuadraticExtension[] x, int xStart) : ILaneKernel<AddScaledKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var scale = ExtensionLanes<TLanes>.Create(factor);
        for (int index = first; index < end; index += TLanes.Count)
            (ExtensionLanes<TLanes>.Load(y, yStart + index) + (scale * ExtensionLanes<TLanes>.Load(x, xStart + index))).Store(y, yStart + index);
    }

    public void Join(in AddScaledKernel part)
    {
    }
}
