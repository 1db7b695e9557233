using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The correctly rounded square root; NaN below zero, -0 for -0.</summary>
internal readonly struct Sqrt : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => MathF.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Sqrt(x);
}
