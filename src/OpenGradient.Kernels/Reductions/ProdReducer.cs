using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>Π x, each product rounded.</summary>
internal readonly struct ProdReducer : IReducer
{
    /// <inheritdoc/>
    public float Initial => 1f;

    /// <inheritdoc/>
    public float Take(float accumulator, float x) => accumulator * x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Take<TLanes>(TLanes accumulator, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => accumulator * x;

    /// <inheritdoc/>
    public float Fold(float low, float high) => low * high;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Fold<TLanes>(TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes> => low * high;

    /// <inheritdoc/>
    public float Finish(float folded, int count) => folded;
}
