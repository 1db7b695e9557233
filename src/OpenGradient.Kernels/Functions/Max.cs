using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The larger; NaN if either is NaN; +0 is larger than -0.</summary>
internal readonly struct Max : IBinaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x, float y) => x < y ? y : y < x ? x : x == y ? Binary32.Of(BitConverter.SingleToUInt32Bits(x) & BitConverter.SingleToUInt32Bits(y)) : float.NaN;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(x, y, y, TLanes.SelectLess(y, x, x, TLanes.SelectEqual(x, y, x & y, TLanes.CreateBits(CanonicalNaN.Bits))));
}
