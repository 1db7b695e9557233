using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>max(x, 0): x where x &gt; 0, NaN where x is NaN, else +0.</summary>
internal readonly struct Relu : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => 0f < x ? x : float.IsNaN(x) ? x : 0f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(TLanes.Zero, x, x, TLanes.SelectEqual(x, x, TLanes.Zero, x));
}
