namespace OpenGradient.Kernels;

/// <summary>The sine of an angle in radians, computed in binary64 and rounded once; NaN for infinities.</summary>
internal readonly struct Sin : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        if (!float.IsFinite(x))
            return float.NaN;
        if (x == 0f)
            return x;
        (double sin, _) = Binary64Functions.SinCos(Angle.Reduce(x));
        return x < 0f ? -(float)sin : (float)sin;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
