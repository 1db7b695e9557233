namespace OpenGradient.Kernels;

/// <summary>One axis of a resize: where each output lies among the inputs. All in binary64, each written operation rounded once.</summary>
/// <param name="InputCount">Elements before.</param>
/// <param name="OutputCount">Elements after.</param>
/// <param name="Scale">Outputs for one input.</param>
/// <param name="Width">Scale · inputs, which is not rounded to a whole number.</param>
/// <param name="Mode">How outputs are mapped to inputs.</param>
/// <param name="Start">Where the part to crop begins, from 0 to 1.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct ResizeAxis(int InputCount, int OutputCount, double Scale, double Width, CoordinateMode Mode, double Start, double End)
{
    /// <summary>Whether nothing changes along this axis.</summary>
    public bool IsIdentity => InputCount == OutputCount && Scale == 1 && Mode is not (CoordinateMode.Crop or CoordinateMode.HalfPixelNearest);

    /// <summary>Whether an output lies outside of the inputs and takes the extrapolation value.</summary>
    public bool IsOutside(int output) => Mode == CoordinateMode.Crop && !(Coordinate(output) >= 0 && Coordinate(output) <= InputCount - 1);

    /// <summary>The place of an output among the inputs.</summary>
    public double Coordinate(int output)
    {
        double x = output;
        return Mode switch
        {
            CoordinateMode.AlignCorners => Width == 1 ? 0 : x * (InputCount - 1) / (Width - 1),
            CoordinateMode.Asymmetric => x / Scale,
            CoordinateMode.PytorchHalfPixel => OutputCount == 1 ? 0 : ((x + 0.5) / Scale) - 0.5,
            CoordinateMode.HalfPixelSymmetric => (InputCount / 2.0 * (1 - (OutputCount / Width))) + ((x + 0.5) / Scale) - 0.5,
            CoordinateMode.HalfPixelNearest => (x + 0.5) / Scale,
            CoordinateMode.Crop => (Width == 1 ? (End - Start) * (InputCount - 1) / 2 : x * (End - Start) * (InputCount - 1) / (Width - 1)) + (Start * (InputCount - 1)),
            _ => ((x + 0.5) / Scale) - 0.5,
        };
    }

    /// <summary>The input nearest to an output.</summary>
    public int Nearest(int output, NearestMode mode)
    {
        double x = Coordinate(output);
        double nearest = mode switch
        {
            NearestMode.RoundPreferCeil => Math.Floor(x + 0.5),
            NearestMode.Floor => Math.Floor(x),
            NearestMode.Ceil => Math.Ceiling(x),
            _ => Math.Ceiling(x - 0.5),
        };
        return (int)Math.Clamp(nearest, 0, InputCount - 1);
    }

    /// <summary>How many inputs weigh on an output.</summary>
    public int TapCount(in ResizeFilter filter) => 2 - (2 * FirstOffset(filter));

    /// <summary>The weights of an output's taps; the input that the first stands for.</summary>
    public int Weigh(in ResizeFilter filter, int output, Span<float> weights)
    {
        // Far outside only the edge counts.
        double x = Math.Clamp(Coordinate(output), -weights.Length, InputCount + (double)weights.Length);
        double whole = Math.Floor(x);
        double stretch = filter.Stretch(Scale);
        int first = (int)whole + FirstOffset(filter);
        double sum = 0;
        for (int tap = 0; tap < weights.Length; tap++)
            sum += Weight(filter, first + tap, stretch * (first + tap - whole - (x - whole)));
        for (int tap = 0; tap < weights.Length; tap++)
        {
            double weight = Weight(filter, first + tap, stretch * (first + tap - whole - (x - whole)));
            weights[tap] = (float)(filter.IsNormalized ? weight / sum : weight);
        }

        return first;
    }

    private double Weight(in ResizeFilter filter, int input, double distance) =>
        filter.ExcludesOutside && (input < 0 || input >= InputCount) ? 0 : filter.At(distance);

    private int FirstOffset(in ResizeFilter filter) => checked((int)Math.Floor(-filter.Reach / filter.Stretch(Scale)) + 1);
}
