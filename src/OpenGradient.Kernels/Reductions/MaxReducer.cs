using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The largest, as <see cref="Max"/>; -∞ of nothing.</summary>
internal readonly struct MaxReducer : IReducer
{
    /// <inheritdoc/>
    public float Initial => float.NegativeInfinity;

    /// <inheritdoc/>
    public float Take(float accumulator, float x) => default(Max).Apply(accumulator, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Take<TLanes>(TLanes accumulator, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => default(Max).Apply(accumulator, x);

    /// <inheritdoc/>
    public float Fold(float low, float high) => MathF.Max(low, high); // IEEE 754 maximum, without branches: the rule of Max

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Fold<TLanes>(TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes> => default(Max).Apply(low, high);

    /// <inheritdoc/>
    public float Finish(float folded, int count) => folded;
}
