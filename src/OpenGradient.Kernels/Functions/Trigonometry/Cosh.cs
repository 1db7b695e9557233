namespace OpenGradient.Kernels;

/// <summary>The hyperbolic cosine, computed in binary64 and rounded once.</summary>
internal readonly struct Cosh : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        if (float.IsNaN(x))
            return x;
        double e = Binary64Functions.Exp(Math.Min(Math.Abs((double)x), 200));
        return (float)((e + (1 / e)) * 0.5);
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
