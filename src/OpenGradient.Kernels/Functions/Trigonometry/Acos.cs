namespace OpenGradient.Kernels;

/// <summary>The angle from 0 to π whose cosine is x, computed in binary64 and rounded once; NaN beyond ±1.</summary>
internal readonly struct Acos : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => MathF.Abs(x) <= 1f ? (float)(2 * Binary64Functions.Atan(Math.Sqrt((1 - (double)x) / (1 + (double)x)))) : float.NaN;

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
