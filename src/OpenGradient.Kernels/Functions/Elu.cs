using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>x where x is not below zero, else alpha · (exp(x) - 1).</summary>
internal readonly struct Elu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => x < 0f ? alpha * (Exp.Of(x) - 1f) : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(x, TLanes.Zero, TLanes.Create(alpha) * (Exp.Of(x) - TLanes.Create(1f)), x);
}
