using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>-x: the sign bit flipped.</summary>
internal readonly struct Neg : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => -x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        x ^ TLanes.CreateBits(0x80000000);
}
