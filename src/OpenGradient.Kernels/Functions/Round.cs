using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The nearest integer, ties to even.</summary>
internal readonly struct Round : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => MathF.Round(x, MidpointRounding.ToEven);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Round(x);
}
