using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>x where x is not below zero, else alpha · x.</summary>
internal readonly struct LeakyRelu(float alpha) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => x < 0f ? alpha * x : x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.SelectLess(x, TLanes.Zero, TLanes.Create(alpha) * x, x);
}
