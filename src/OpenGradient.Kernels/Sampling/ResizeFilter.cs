namespace OpenGradient.Kernels;

/// <summary>How much an input weighs on an output, by their distance.</summary>
/// <param name="IsCubic">Cubic convolution, reach 2; else linear, reach 1.</param>
/// <param name="CubicA">The parameter of cubic convolution.</param>
/// <param name="IsAntialiased">Whether the filter is stretched when the scale is below 1.</param>
/// <param name="ExcludesOutside">Whether inputs outside weigh nothing; else those at the edge stand for them.</param>
internal readonly record struct ResizeFilter(bool IsCubic, double CubicA, bool IsAntialiased, bool ExcludesOutside)
{
    /// <summary>Inputs at this distance or further weigh nothing.</summary>
    public double Reach => IsCubic ? 2 : 1;

    /// <summary>Whether weights are divided by their sum.</summary>
    public bool IsNormalized => IsAntialiased || ExcludesOutside;

    /// <summary>What distances are multiplied with.</summary>
    public double Stretch(double scale) => IsAntialiased && scale < 1 ? scale : 1;

    /// <summary>The weight at a distance.</summary>
    public double At(double distance)
    {
        double t = Math.Abs(distance);
        if (!IsCubic)
            return t < 1 ? 1 - t : 0;
        double a = CubicA;
        return t <= 1 ? ((((a + 2) * t) - (a + 3)) * t * t) + 1
            : t < 2 ? (((((a * t) - (5 * a)) * t) + (8 * a)) * t) - (4 * a)
            : 0;
    }
}
