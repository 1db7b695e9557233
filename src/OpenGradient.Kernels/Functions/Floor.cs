using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The largest integer not above x.</summary>
internal readonly struct Floor : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => MathF.Floor(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Floor(x);
}
