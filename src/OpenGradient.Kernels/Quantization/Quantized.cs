using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>clip(round(x / scale), low, high): what a quantised element is less its zero point.</summary>
/// <remarks>low and high are whole numbers below 2^24, so that the clipped quotient is one too, unless it is NaN.</remarks>
internal readonly struct Quantized(float scale, float low, float high) : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => new Clip(low, high).Apply(default(Round).Apply(x / scale));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => new Clip(low, high).Apply(default(Round).Apply(x / TLanes.Create(scale)));
}
