using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>min(max(x, low), high); NaN stays NaN.</summary>
/// <remarks>A NaN bound bounds nothing.</remarks>
internal readonly struct Clip(float low, float high) : IUnaryFunction
{
    /// <summary>Less becomes this.</summary>
    public float Low => low;

    /// <summary>More becomes this.</summary>
    public float High => high;

    /// <inheritdoc/>
    public float Apply(float x)
    {
        float raised = x < low ? low : x;
        return high < raised ? high : raised;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes raised = TLanes.SelectLess(x, TLanes.Create(low), TLanes.Create(low), x);
        return TLanes.SelectLess(TLanes.Create(high), raised, TLanes.Create(high), raised);
    }
}
