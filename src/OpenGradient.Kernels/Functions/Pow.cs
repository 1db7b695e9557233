namespace OpenGradient.Kernels;

/// <summary>x to the power of y: 2^(y · log2 |x|) in binary64, rounded once; special cases as IEEE 754 pow.</summary>
internal readonly struct Pow : IBinaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x, float y)
    {
        if (y == 0f || x == 1f)
            return 1f;
        if (float.IsNaN(x) || float.IsNaN(y))
            return float.NaN;
        bool isOdd = IsOddInteger(y);
        float magnitude = Magnitude(MathF.Abs(x), y);
        if (x < 0f && float.IsFinite(x) && !isOdd && MathF.Floor(y) != y)
            return float.NaN;
        return isOdd && float.IsNegative(x) ? -magnitude : magnitude;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x, TLanes y)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x, y);

    private static float Magnitude(float x, float y)
    {
        if (float.IsInfinity(y))
            return x == 1f ? 1f : x < 1f == y < 0f ? float.PositiveInfinity : 0f;
        if (x == 0f || float.IsInfinity(x))
            return x == 0f == y < 0f ? float.PositiveInfinity : 0f;

        // Beyond 2^±200 every binary32 result is infinite or zero.
        double exponent = Math.Clamp(y * Binary64Functions.Log2(x), -200, 200);
        return (float)Binary64Functions.Exp2(exponent);
    }

    /// <summary>From 2^24 on every binary32 number is even.</summary>
    private static bool IsOddInteger(float y) => MathF.Abs(y) < 16777216f && MathF.Floor(y) == y && ((int)y & 1) != 0;
}
