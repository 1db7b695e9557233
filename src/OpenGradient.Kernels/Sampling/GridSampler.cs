namespace OpenGradient.Kernels;

/// <summary>Reads volumes (a plane is a volume of depth 1) at places between their elements.</summary>
/// <param name="Z">The outermost axis.</param>
/// <param name="Y">Rows.</param>
/// <param name="X">Columns.</param>
internal readonly record struct GridSampler(GridAxis Z, GridAxis Y, GridAxis X)
{
    /// <summary>The most taps of a place: four along each of three axes.</summary>
    public const int MaxTapCount = 64;

    /// <summary>y[c, p] = Σ w · x[c, place], over the taps of place p in row-major order, one accumulator from +0 by fma; weights of 0 are left out.</summary>
    /// <remarks>A weight is the product of those along z, y and x in binary64, (z·y)·x, rounded to binary32. NaNs canonical. Aliasing: none.</remarks>
    /// <param name="x">[channels, depth, height, width].</param>
    /// <param name="grid">For each place x, y and, if <paramref name="coordinateCount"/> is 3, z.</param>
    /// <param name="coordinateCount">2 or 3.</param>
    /// <param name="y">[channels, places].</param>
    /// <param name="workers">Who does it, and whether to stop.</param>
    public void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> grid, int coordinateCount, Span<float> y, Workers workers)
    {
        int volume = Z.Size * Y.Size * X.Size;
        int placeCount = grid.Length / coordinateCount;
        Span<int> taps = stackalloc int[MaxTapCount];
        Span<float> weights = stackalloc float[MaxTapCount];
        for (int place = 0; place < placeCount; place++)
        {
            if (place % 1024 == 0 && workers.IsCancelled)
                return;
            int count = Taps(grid.Slice(place * coordinateCount, coordinateCount), taps, weights);
            for (int channel = 0; channel < y.Length / placeCount; channel++)
            {
                ReadOnlySpan<float> source = x.Slice(channel * volume, volume);
                float sum = 0f;
                for (int tap = 0; tap < count; tap++)
                    sum = MathF.FusedMultiplyAdd(weights[tap], source[taps[tap]], sum);
                y[(channel * placeCount) + place] = CanonicalNaN.Of(sum);
            }
        }
    }

    /// <summary>Where a place reads, and how much each element weighs: at most <see cref="MaxTapCount"/>, in row-major order. Returns how many.</summary>
    public int Taps(ReadOnlySpan<float> coordinates, Span<int> taps, Span<float> weights)
    {
        Span<int> places = stackalloc int[12];
        Span<double> factors = stackalloc double[12];
        places[0] = 0;
        factors[0] = 1;
        int depth = coordinates.Length == 3 ? Z.TapCount : 1;
        if (coordinates.Length == 3)
            Z.Read(coordinates[2], places, factors);
        Y.Read(coordinates[1], places[4..], factors[4..]);
        X.Read(coordinates[0], places[8..], factors[8..]);
        int count = 0;
        for (int tap = 0; tap < depth * Y.TapCount * X.TapCount; tap++)
        {
            int z = tap / X.TapCount / Y.TapCount;
            int y = 4 + (tap / X.TapCount % Y.TapCount);
            int x = 8 + (tap % X.TapCount);
            float weight = (float)(factors[z] * factors[y] * factors[x]);
            if (places[z] < 0 || places[y] < 0 || places[x] < 0 || weight == 0f)
                continue;
            taps[count] = (((places[z] * Y.Size) + places[y]) * X.Size) + places[x];
            weights[count++] = weight;
        }

        return count;
    }
}
