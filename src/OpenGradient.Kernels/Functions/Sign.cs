using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>-1, 0 or 1; +0 for both zeros, NaN for NaN.</summary>
internal readonly struct Sign : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => 0f < x ? 1f : x < 0f ? -1f : x == 0f ? 0f : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(TLanes.Zero, x, TLanes.Create(1f), TLanes.SelectLess(x, TLanes.Zero, TLanes.Create(-1f), TLanes.SelectEqual(x, x, TLanes.Zero, x)));
}
