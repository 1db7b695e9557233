namespace OpenGradient.Kernels;

/// <summary>The number whose hyperbolic sine is x, computed in binary64 and rounded once.</summary>
internal readonly struct Asinh : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        double a = Math.Abs((double)x);
        if (!double.IsFinite(a))
            return x;
        return Odd.WithSign(x, a < Odd.Small ? Math.FusedMultiplyAdd(-(a * a * a), 1.0 / 6, a) : Binary64Functions.Ln(a + Math.Sqrt((a * a) + 1)));
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
