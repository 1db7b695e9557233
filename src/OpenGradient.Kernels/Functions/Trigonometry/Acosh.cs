namespace OpenGradient.Kernels;

/// <summary>The number from 0 on whose hyperbolic cosine is x, computed in binary64 and rounded once; NaN below 1.</summary>
internal readonly struct Acosh : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        double a = x;
        return x >= 1f ? x == float.PositiveInfinity ? x : (float)Binary64Functions.Ln(a + Math.Sqrt((a - 1) * (a + 1))) : float.NaN;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
