namespace OpenGradient.Kernels;

/// <summary>The number whose hyperbolic tangent is x, computed in binary64 and rounded once; infinite at ±1, NaN beyond.</summary>
internal readonly struct Atanh : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        double a = Math.Abs((double)x);
        if (!(a < 1))
            return a == 1 ? x / 0f : float.NaN;
        return Odd.WithSign(x, a < Odd.Small ? Math.FusedMultiplyAdd(a * a * a, 1.0 / 3, a) : 0.5 * Binary64Functions.Ln((1 + a) / (1 - a)));
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
