namespace OpenGradient.Kernels;

/// <summary>Regions of planes, each cut into bins, each bin reduced to one number from sample points inside. Coordinates in binary64, each operation rounded once.</summary>
/// <param name="Height">Rows of a plane.</param>
/// <param name="Width">Columns of a plane.</param>
/// <param name="OutputHeight">Bins from top to bottom.</param>
/// <param name="OutputWidth">Bins from left to right.</param>
/// <param name="SamplingRatio">Sample points along each axis of a bin; 0 for as many as the bin has rows, or columns, rounded up.</param>
/// <param name="Scale">What the corners of regions are multiplied with.</param>
/// <param name="IsHalfPixel">Whether corners are then moved by -0.5; else regions are at least 1 large.</param>
/// <param name="IsMax">The largest weighted tap; else the sum of the weighted taps, divided by the number of sample points.</param>
internal readonly record struct RoiAlignment(
    int Height, int Width, int OutputHeight, int OutputWidth, int SamplingRatio, double Scale, bool IsHalfPixel, bool IsMax)
{
    /// <summary>The most sample points of a bin.</summary>
    public const int MaxSampleCount = 1 << 16;

    /// <summary>How many sample points each bin of a region has, down and across; null if that is more than <see cref="MaxSampleCount"/>.</summary>
    public (int Down, int Across)? SampleCounts(ReadOnlySpan<float> region)
    {
        if (SamplingRatio > 0)
            return (long)SamplingRatio * SamplingRatio <= MaxSampleCount ? (SamplingRatio, SamplingRatio) : null;
        double down = Math.Ceiling(Extent(region[1], region[3]) / OutputHeight);
        double across = Math.Ceiling(Extent(region[0], region[2]) / OutputWidth);
        if (!(down * across <= MaxSampleCount && down <= MaxSampleCount && across <= MaxSampleCount))
            return null;
        return ((int)Math.Max(down, 0), (int)Math.Max(across, 0));
    }

    /// <summary>y[c, bin] of one region (x, y, x, y of two corners) of one image [channels, height, width].</summary>
    /// <param name="x">The image.</param>
    /// <param name="region">The region.</param>
    /// <param name="samples">What <see cref="SampleCounts"/> said.</param>
    /// <param name="y">[channels, bins].</param>
    /// <param name="places">Scratch: four for each sample point.</param>
    /// <param name="weights">Scratch: four for each sample point.</param>
    /// <param name="workers">Who does it, and whether to stop.</param>
    public void Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> region, (int Down, int Across) samples, Span<float> y, Span<int> places, Span<float> weights, Workers workers)
    {
        int bins = OutputHeight * OutputWidth;
        int plane = Height * Width;
        for (int bin = 0; bin < bins && !workers.IsCancelled; bin++)
        {
            int count = Taps(region, bin, samples, places, weights);
            for (int channel = 0; channel < y.Length / bins; channel++)
            {
                ReadOnlySpan<float> source = x.Slice(channel * plane, plane);
                float value = IsMax ? Largest(source, places[..count], weights) : Sum(source, places[..count], weights) / Math.Max(1, samples.Down * samples.Across);
                y[(channel * bins) + bin] = CanonicalNaN.Of(value);
            }
        }
    }

    /// <summary>Where a bin reads, and how much each element weighs: four for each sample point that is not outside. Returns how many.</summary>
    public int Taps(ReadOnlySpan<float> region, int bin, (int Down, int Across) samples, Span<int> places, Span<float> weights)
    {
        double binHeight = Extent(region[1], region[3]) / OutputHeight;
        double binWidth = Extent(region[0], region[2]) / OutputWidth;
        double top = Corner(region[1]) + (bin / OutputWidth * binHeight);
        double left = Corner(region[0]) + (bin % OutputWidth * binWidth);
        int count = 0;
        for (int row = 0; row < samples.Down; row++)
        {
            double y = top + ((row + 0.5) * binHeight / samples.Down);
            for (int column = 0; column < samples.Across; column++)
            {
                double x = left + ((column + 0.5) * binWidth / samples.Across);
                count += BilinearTaps.Clamped(y, x, Height, Width, places[count..], weights[count..]);
            }
        }

        return count;
    }

    private double Corner(float coordinate) => (coordinate * Scale) - (IsHalfPixel ? 0.5 : 0);

    private double Extent(float begin, float end) => IsHalfPixel ? Corner(end) - Corner(begin) : Math.Max(Corner(end) - Corner(begin), 1);

    private static float Sum(ReadOnlySpan<float> source, ReadOnlySpan<int> places, ReadOnlySpan<float> weights)
    {
        float sum = 0f;
        for (int tap = 0; tap < places.Length; tap++)
            sum = MathF.FusedMultiplyAdd(weights[tap], source[places[tap]], sum);
        return sum;
    }

    private static float Largest(ReadOnlySpan<float> source, ReadOnlySpan<int> places, ReadOnlySpan<float> weights)
    {
        float largest = places.IsEmpty ? 0f : float.NegativeInfinity;
        for (int tap = 0; tap < places.Length; tap++)
            largest = MathF.Max(largest, weights[tap] * source[places[tap]]); // IEEE 754 maximum: the rule of Max
        return largest;
    }
}
