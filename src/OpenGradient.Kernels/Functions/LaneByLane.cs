using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The lane form of functions that have a scalar form only: one lane after the other.</summary>
internal static class LaneByLane
{
    /// <summary>f in every lane.</summary>
    public static TLanes Map<TFunction, TLanes>(TFunction function, TLanes x)
        where TFunction : struct, IUnaryFunction
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> lanes = stackalloc float[16];
        ref float first = ref MemoryMarshal.GetReference(lanes);
        TLanes.Store(x, ref first, 0);
        foreach (ref float lane in lanes)
            lane = function.Apply(lane);
        return TLanes.Load(ref first, 0);
    }

    /// <summary>f in every pair of lanes.</summary>
    public static TLanes Map<TFunction, TLanes>(TFunction function, TLanes x, TLanes y)
        where TFunction : struct, IBinaryFunction
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> left = stackalloc float[16];
        Span<float> right = stackalloc float[16];
        ref float first = ref MemoryMarshal.GetReference(left);
        TLanes.Store(x, ref first, 0);
        TLanes.Store(y, ref MemoryMarshal.GetReference(right), 0);
        for (int lane = 0; lane < left.Length; lane++)
            left[lane] = function.Apply(left[lane], right[lane]);
        return TLanes.Load(ref first, 0);
    }
}
