namespace OpenGradient.Kernels;

/// <summary>The angle from -π/2 to π/2 whose tangent is x, computed in binary64 and rounded once.</summary>
internal readonly struct Atan : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => float.IsNaN(x) ? x : Odd.WithSign(x, Binary64Functions.Atan(Math.Abs((double)x)));

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
