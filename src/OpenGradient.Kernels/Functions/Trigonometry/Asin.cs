namespace OpenGradient.Kernels;

/// <summary>The angle from -π/2 to π/2 whose sine is x, computed in binary64 and rounded once; NaN beyond ±1.</summary>
internal readonly struct Asin : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        double a = Math.Abs((double)x);
        return a <= 1 ? Odd.WithSign(x, Binary64Functions.Atan(a / Math.Sqrt((1 - a) * (1 + a)))) : float.NaN;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
