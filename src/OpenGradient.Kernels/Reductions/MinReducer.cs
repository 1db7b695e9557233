using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The smallest, as <see cref="Min"/>; +∞ of nothing.</summary>
internal readonly struct MinReducer : IReducer
{
    /// <inheritdoc/>
    public float Initial => float.PositiveInfinity;

    /// <inheritdoc/>
    public float Take(float accumulator, float x) => default(Min).Apply(accumulator, x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Take<TLanes>(TLanes accumulator, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => default(Min).Apply(accumulator, x);

    /// <inheritdoc/>
    public float Fold(float low, float high) => MathF.Min(low, high); // IEEE 754 minimum, without branches: the rule of Min

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Fold<TLanes>(TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes> => default(Min).Apply(low, high);

    /// <inheritdoc/>
    public float Finish(float folded, int count) => folded;
}
