namespace OpenGradient.Kernels;

/// <summary>The cosine of an angle in radians, computed in binary64 and rounded once; NaN for infinities.</summary>
internal readonly struct Cos : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        if (!float.IsFinite(x))
            return float.NaN;
        (_, double cos) = Binary64Functions.SinCos(Angle.Reduce(x));
        return (float)cos;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
