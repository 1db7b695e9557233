using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The smallest integer not below x.</summary>
internal readonly struct Ceil : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => MathF.Ceiling(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Ceiling(x);
}
