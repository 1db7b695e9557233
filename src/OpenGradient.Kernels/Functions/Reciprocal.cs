using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>1 / x, correctly rounded.</summary>
internal readonly struct Reciprocal : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => 1f / x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Create(1f) / x;
}
