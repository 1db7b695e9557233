namespace OpenGradient.Kernels;

/// <summary>Triangular filters, equally spaced on the mel scale, over the bins of a spectrum. In binary64, each written operation rounded once.</summary>
internal static class MelFilters
{
    /// <summary>Fills y [bins of the spectrum, filters].</summary>
    public static void Fill(int dftLength, int sampleRate, double lowest, double highest, int filterCount, Span<float> y)
    {
        y.Clear();
        if (filterCount == 0)
            return;
        double low = Mel(lowest);
        double step = (Mel(highest) - low) / (filterCount + 2);
        int bins = y.Length / filterCount;
        for (int filter = 0; filter < filterCount; filter++)
        {
            long begin = Bin(filter, low, step, dftLength, sampleRate);
            long centre = Bin(filter + 1, low, step, dftLength, sampleRate);
            long end = Bin(filter + 2, low, step, dftLength, sampleRate);
            for (long bin = Math.Max(0, begin); bin <= centre && bin < bins; bin++)
                y[(int)((bin * filterCount) + filter)] = centre == begin ? 1f : (float)((double)(bin - begin) / (centre - begin));
            for (long bin = Math.Max(0, centre); bin < end && bin < bins; bin++)
                y[(int)((bin * filterCount) + filter)] = (float)((double)(end - bin) / (end - centre));
        }
    }

    private static double Mel(double hertz) => 2595 * (Binary64Functions.Log2(1 + (hertz / 700)) / Binary64Functions.Log2(10));

    private static long Bin(int place, double low, double step, int dftLength, int sampleRate)
    {
        double mel = (place * step) + low;
        double hertz = 700 * (Binary64Functions.Exp2(mel / 2595 * Binary64Functions.Log2(10)) - 1);
        return (long)Math.Clamp(Math.Floor((dftLength + 1.0) * hertz / sampleRate), -1e15, 1e15);
    }
}
