using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>((x - mean) · factor) + offset, each operation rounded once.</summary>
internal readonly struct Affine(float mean, float factor, float offset) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => ((x - mean) * factor) + offset;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> =>
        ((x - TLanes.Create(mean)) * TLanes.Create(factor)) + TLanes.Create(offset);
}
