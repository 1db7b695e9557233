namespace OpenGradient.Kernels;

/// <summary>The tangent of an angle in radians, computed in binary64 and rounded once; NaN for infinities.</summary>
internal readonly struct Tan : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x)
    {
        if (!float.IsFinite(x))
            return float.NaN;
        (double sin, double cos) = Binary64Functions.SinCos(Angle.Reduce(x));
        return x == 0f ? x : x < 0f ? -(float)(sin / cos) : (float)(sin / cos);
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
