namespace OpenGradient.Kernels;

/// <summary>Angles that are parts of a whole turn.</summary>
internal static class UnitCircle
{
    /// <summary>Cosine and sine of <paramref name="part"/>/<paramref name="count"/> turns, 0 ≤ part &lt; count: exact at quarter turns.</summary>
    public static (double Cos, double Sin) At(long part, long count)
    {
        long quarters = 4 * part / count;
        double rest = (4 * part) - (quarters * count);
        (double sin, double cos) = Binary64Functions.SinCos(rest / count * HalfPi);
        return quarters switch
        {
            0 => (cos, sin),
            1 => (-sin, cos),
            2 => (-cos, -sin),
            _ => (sin, -cos),
        };
    }

    private const double HalfPi = 1.5707963267948966192313216916398;
}
