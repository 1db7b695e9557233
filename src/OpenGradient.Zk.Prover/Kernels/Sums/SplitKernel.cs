using System.Runtime.CompilerServices;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Kernels.Sums;

/// <summary>From eq(r, i) the two values that one more coordinate before r makes of it, (1 - x) eq and x eq.</summary>
/// <param name="table">The values of i below <paramref name="count"/> from <paramref name="from"/> on.</param>
/// <param name="from">Where they are.</param>
/// <param name="to">Where the new values begin: first those with a 0 in the new place, then those with a 1.</param>
/// <param name="count">How many there were.</param>
/// <param name="x">The coordinate.</param>
internal readonly struct SplitKernel(QuadraticExtension[] table, int from, int to, int count, QuadraticExtension x) : ILaneKernel<SplitKernel>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(int first, int end)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var factor = ExtensionLanes<TLanes>.Create(x);
        for (int index = first; index < end; index += TLanes.Count)
        {
            var value = ExtensionLanes<TLanes>.Load(table, from + index);
            ExtensionLanes<TLanes> one = value * factor;
            (value - one).Store(table, to + index);
            one.Store(table, to + count + index);
        }
    }

    public void Join(in SplitKernel part)
    {
    }
}
