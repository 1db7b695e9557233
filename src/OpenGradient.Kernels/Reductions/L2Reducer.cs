using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>√(Σ x²), acc = fma(x, x, acc); lanes are folded by rounded additions; correctly rounded root.</summary>
internal readonly struct L2Reducer : IReducer
{
    /// <inheritdoc/>
    public float Initial => 0f;

    /// <inheritdoc/>
    public float Take(float accumulator, float x) => MathF.FusedMultiplyAdd(x, x, accumulator);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Take<TLanes>(TLanes accumulator, TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.FusedMultiplyAdd(x, x, accumulator);

    /// <inheritdoc/>
    public float Fold(float low, float high) => low + high;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Fold<TLanes>(TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes> => low + high;

    /// <inheritdoc/>
    public float Finish(float folded, int count) => MathF.Sqrt(folded);
}
