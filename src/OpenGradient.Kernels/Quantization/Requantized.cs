using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>clip(round(x · factor), low, high): an accumulator as a quantised element less its zero point.</summary>
/// <remarks>low and high as for <see cref="Quantized"/>.</remarks>
internal readonly struct Requantized(float factor, float low, float high) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => new Clip(low, high).Apply(default(Round).Apply(x * factor));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => new Clip(low, high).Apply(default(Round).Apply(x * TLanes.Create(factor)));
}
