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
            var triangle = Triangle.Of(filter, low, step, dftLength, sampleRate);
            for (long bin = Math.Max(0, triangle.Begin); bin < bins && (bin <= triangle.Centre || bin < triangle.End); bin++)
                y[(int)((bin * filterCount) + filter)] = triangle.At(bin);
        }
    }

    /// <summary>The element of one bin and one filter.</summary>
    public static float At(int dftLength, int sampleRate, double lowest, double highest, int filterCount, int bin, int filter)
    {
        double low = Mel(lowest);
        return Triangle.Of(filter, low, (Mel(highest) - low) / (filterCount + 2), dftLength, sampleRate).At(bin);
    }

    private static double Mel(double hertz) => 2595 * (Binary64Functions.Log2(1 + (hertz / 700)) / Binary64Functions.Log2(10));

    private static long Bin(int place, double low, double step, int dftLength, int sampleRate)
    {
        double mel = (place * step) + low;
        double hertz = 700 * (Binary64Functions.Exp2(mel / 2595 * Binary64Functions.Log2(10)) - 1);
        return (long)Math.Clamp(Math.Floor((dftLength + 1.0) * hertz / sampleRate), -1e15, 1e15);
    }

    private readonly record struct Triangle(long Begin, long Centre, long End)
    {
        public static Triangle Of(int filter, double low, double step, int dftLength, int sampleRate) => new(
            Bin(filter, low, step, dftLength, sampleRate), Bin(filter + 1, low, step, dftLength, sampleRate), Bin(filter + 2, low, step, dftLength, sampleRate));

        public float At(long bin)
        {
            if (bin >= Centre && bin < End)
                return (float)((double)(End - bin) / (End - Centre));
            if (bin < Begin || bin > Centre)
                return 0f;
            return Centre == Begin ? 1f : (float)((double)(bin - Begin) / (Centre - Begin));
        }
    }
}
