namespace OpenGradient.Models.Gguf.Encoders;

/// <summary>Scales for a few numbers with few levels, of which the sum of square errors is least among those that are tried.</summary>
/// <remarks>
/// A step that does not reach the farthest number may be closer to all others. Some steps from a little below to a little above the one that just covers the numbers are tried; for the levels that each
/// gives, the best scale follows from least squares. Sums are binary64, in the order of the numbers: the same on every machine.
/// </remarks>
internal static class ScaleSearch
{
    private const int Trials = 21;
    private const double TrialStep = 0.1;

    /// <summary>x ≈ scale·q - offset with q from 0 to <paramref name="most"/>, and neither scale nor offset below 0.</summary>
    public static (float Scale, float Offset) Shifted(ReadOnlySpan<float> x, int most)
    {
        (float least, float greatest) = (0, 0);
        foreach (float number in x)
            (least, greatest) = (Math.Min(least, number), Math.Max(greatest, number));
        double range = (double)greatest - least;
        (double Scale, double Low, double Gain) best = (range / most, least, double.NegativeInfinity);
        for (int trial = 0; trial < Trials && range > 0; trial++)
        {
            (double Scale, double Low, double Gain) fit = FitShifted(x, least, (most - 1 + (TrialStep * trial)) / range, most);
            if (fit.Gain > best.Gain)
                best = fit;
        }

        return ((float)best.Scale, (float)-best.Low);
    }

    /// <summary>x ≈ scale·q with q from -<paramref name="half"/> to <paramref name="half"/> - 1.</summary>
    public static float Centred(ReadOnlySpan<float> x, int half)
    {
        double farthest = LinearEncoders.Farthest(x);
        (double Scale, double Gain) best = (farthest / -half, double.NegativeInfinity);
        for (int trial = 0; trial < Trials && farthest != 0; trial++)
        {
            (double Scale, double Gain) fit = FitCentred(x, -(half - 1 + (TrialStep * trial)) / farthest, half);
            if (fit.Gain > best.Gain)
                best = fit;
        }

        return (float)best.Scale;
    }

    /// <summary>By how much the best scale and low end for these levels lower the sum of squares.</summary>
    private static (double Scale, double Low, double Gain) FitShifted(ReadOnlySpan<float> x, double least, double inverse, int most)
    {
        (double sum, double levels, double squares, double products) = (0, 0, 0, 0);
        foreach (float number in x)
        {
            double q = Math.Clamp(Math.Round((number - least) * inverse), 0, most);
            sum += number;
            levels += q;
            squares += q * q;
            products += q * number;
        }

        double determinant = (x.Length * squares) - (levels * levels);
        if (determinant <= 0)
            return (0, 0, double.NegativeInfinity);
        double scale = ((x.Length * products) - (levels * sum)) / determinant;
        double low = ((squares * sum) - (levels * products)) / determinant;
        if (low > 0)
            (scale, low) = (products / squares, 0);
        return scale > 0 ? (scale, low, (scale * products) + (low * sum)) : (0, 0, double.NegativeInfinity);
    }

    /// <summary>By how much the best scale for these levels lowers the sum of squares.</summary>
    private static (double Scale, double Gain) FitCentred(ReadOnlySpan<float> x, double inverse, int half)
    {
        (double squares, double products) = (0, 0);
        foreach (float number in x)
        {
            double q = Math.Clamp(Math.Round(number * inverse), -half, half - 1);
            squares += q * q;
            products += q * number;
        }

        return squares > 0 ? (products / squares, products / squares * products) : (0, double.NegativeInfinity);
    }
}
