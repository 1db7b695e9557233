using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>t[i] + x (t[i + half] - t[i]) in place of t[i], i below half.</summary>
/// <param name="x">What the first variable is set to.</param>
/// <param name="half">Half of the values that each table has.</param>
/// <param name="tables">Arrays, and where in them a table begins.</param>
internal readonly struct BindKernel(QuadraticExtension x, int half, params (QuadraticExtension[] Values, int Start)[] tables) : ILaneKernel<BindKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var factor = ExtensionLanes<TLanes>.Create(x);
        foreach ((QuadraticExtension[] values, int start) in tables)
        {
            for (int index = start + first; index < start + end; index += TLanes.Count)
            {
                var low = ExtensionLanes<TLanes>.Load(values, index);
                var high = ExtensionLanes<TLanes>.Load(values, index + half);
                (low + (factor * (high - low))).Store(values, index);
            }
        }
    }

    public void Join(in BindKernel part)
    {
    }
}
