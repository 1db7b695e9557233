namespace OpenGradient.Kernels;

/// <summary>How the frequencies of rotary position embedding are stretched for longer texts than a model was first made for.</summary>
/// <remarks>
/// Without <paramref name="YarnLength"/> all frequencies are divided by <paramref name="Factor"/>. With it (YaRN) those that turn often within so many
/// positions stay, those that turn less than once are divided, and between there is a ramp. Binary64, each operation rounded once. Source: Peng et
/// al., YaRN, 2023, section 3.
/// </remarks>
/// <param name="Factor">From 1.</param>
/// <param name="YarnLength">A number of positions; 0 for none.</param>
/// <param name="Magnitude">What cosines and sines are multiplied with.</param>
internal readonly record struct RotaryScaling(float Factor, int YarnLength, float Magnitude)
{
    /// <summary>None.</summary>
    public static RotaryScaling None { get; } = new(1f, 0, 1f);

    /// <summary>The magnitude; YaRN raises it with the logarithm of the factor.</summary>
    public double WholeMagnitude => YarnLength == 0 ? Magnitude : Magnitude * (1 + (0.1 * (Binary64Functions.Log2(Factor) * LogOf2)));

    /// <summary>The frequency of pair <paramref name="pair"/> of so many dimensions.</summary>
    public double Scale(double frequency, int pair, int dimensions, double log2OfBase)
    {
        double stretched = frequency / Factor;
        if (YarnLength == 0)
            return stretched;
        double low = Math.Max(0, Math.Floor(PairThatTurns(OftenTurns, dimensions, log2OfBase)));
        double high = Math.Min(dimensions - 1, Math.Ceiling(PairThatTurns(1, dimensions, log2OfBase)));
        double share = 1 - Math.Clamp((pair - low) / Math.Max(LeastRamp, high - low), 0, 1);
        return (stretched * (1 - share)) + (frequency * share);
    }

    /// <summary>The number, not whole, of the pair that turns so often within the length.</summary>
    private double PairThatTurns(double turns, int dimensions, double log2OfBase) =>
        dimensions * Binary64Functions.Log2(YarnLength / (turns * TwoPi)) / (2 * log2OfBase);

    private const double OftenTurns = 32;
    private const double LeastRamp = 0.001;
    private const double TwoPi = 6.283185307179586;
    private const double LogOf2 = 0.6931471805599453;
}
