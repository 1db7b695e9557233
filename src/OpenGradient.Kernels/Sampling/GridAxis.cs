namespace OpenGradient.Kernels;

/// <summary>One axis of a sampled value: which elements a coordinate reads, and their weights. In binary64, each written operation rounded once.</summary>
/// <param name="Size">Elements along the axis.</param>
/// <param name="AlignsCorners">Whether -1 and 1 are the centres of the outermost elements, not their outer edges.</param>
/// <param name="Mode">How values between elements come about.</param>
/// <param name="Padding">What stands outside.</param>
internal readonly record struct GridAxis(int Size, bool AlignsCorners, GridMode Mode, GridPadding Padding)
{
    /// <summary>The most elements that a coordinate reads.</summary>
    public int TapCount => Mode switch
    {
        GridMode.Nearest => 1,
        GridMode.Linear => 2,
        _ => 4,
    };

    /// <summary>Fills in the elements, -1 for none, and their weights.</summary>
    public void Read(float coordinate, Span<int> places, Span<double> weights)
    {
        double x = AlignsCorners ? (coordinate + 1.0) / 2 * (Size - 1) : (((coordinate + 1.0) * Size) - 1) / 2;
        x = x > -Far ? x < Far ? x : Far : -Far;
        if (Mode == GridMode.Nearest)
            x = Math.Round(x, MidpointRounding.ToEven);
        if (x < Low || x > High)
            x = Padding == GridPadding.Border ? Math.Clamp(x, 0, Size - 1) : Padding == GridPadding.Reflection ? Reflect(x) : x;
        if (Mode == GridMode.Nearest)
        {
            places[0] = Place(x);
            weights[0] = 1;
            return;
        }

        double whole = Math.Floor(x);
        int before = Mode == GridMode.Linear ? 0 : 1;
        var filter = new ResizeFilter(Mode == GridMode.Cubic, -0.75, IsAntialiased: false, ExcludesOutside: false);
        for (int tap = 0; tap < TapCount; tap++)
        {
            places[tap] = Place(whole + tap - before);
            weights[tap] = filter.At(tap - before - (x - whole));
        }
    }

    private double Low => AlignsCorners ? 0 : -0.5;

    private double High => AlignsCorners ? Size - 1 : Size - 0.5;

    private int Place(double index)
    {
        if (index >= 0 && index <= Size - 1)
            return (int)index;
        return Padding switch
        {
            GridPadding.Border => index < 0 ? 0 : Size - 1,
            GridPadding.Reflection => (int)Math.Clamp(Reflect(index), 0, Size - 1),
            _ => -1,
        };
    }

    /// <summary>Back and forth between the borders.</summary>
    private double Reflect(double x)
    {
        double range = High - Low;
        if (range == 0)
            return Low;
        bool isBelow = x < Low;
        if (!isBelow && x <= High)
            return x;
        double distance = isBelow ? Low - x : x - High;
        double turns = Math.Floor(distance / range);
        double rest = distance - (turns * range);
        return (turns % 2 == 0) == isBelow ? Low + rest : High - rest;
    }

    private const double Far = 1 << 30;
}
