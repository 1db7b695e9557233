namespace OpenGradient.Kernels;

/// <summary>The exact remainder with the sign of x (C's fmod); NaN for a zero divisor or an infinite x.</summary>
internal readonly struct Mod : IBinaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x, float y) => x % y;

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x, y);
}
