using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The smaller; NaN if either is NaN; -0 is smaller than +0.</summary>
internal readonly struct Min : IBinaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x, float y) => x < y ? x : y < x ? y : x == y ? Binary32.Of(BitConverter.SingleToUInt32Bits(x) | BitConverter.SingleToUInt32Bits(y)) : float.NaN;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(x, y, x, TLanes.SelectLess(y, x, y, TLanes.SelectEqual(x, y, x | y, TLanes.CreateBits(CanonicalNaN.Bits))));
}
