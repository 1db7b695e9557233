namespace OpenGradient.Kernels;

/// <summary>The hyperbolic sine, computed in binary64 and rounded once.</summary>
internal readonly struct Sinh : IUnaryFunction
{
    /// <inheritdoc/>
    public float Apply(float x) => float.IsNaN(x) ? x : Odd.WithSign(x, OfPositive(Math.Min(Math.Abs((double)x), 200)));

    private static double OfPositive(double a)
    {
        if (a >= 1)
        {
            double e = Binary64Functions.Exp(a);
            return (e - (1 / e)) * 0.5;
        }

        // Σ a^(2k+1) / (2k+1)! for k up to 8: below 1 the difference of exponentials would cancel.
        double square = a * a;
        double sum = 1;
        for (int k = 8; k > 0; k--)
            sum = Math.FusedMultiplyAdd(sum, square / (2 * k * ((2 * k) + 1)), 1);
        return a * sum;
    }

    /// <inheritdoc/>
    public TLanes Apply<TLanes>(TLanes x)
        where TLanes : unmanaged, ILanes<TLanes> => LaneByLane.Map(this, x);
}
