namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ_k (w[m,k] - zw[m]) · (x[n, tap k of window p] - zx): exact integers, wrapping modulo 2^32.</summary>
/// <remarks>
/// Shapes as <see cref="Convolution"/>, without a bias. Taps outside the plane are the zero point: they add nothing. Aliasing: none.
/// Windows out of proportion to their planes are walked by the definition.
/// </remarks>
internal static partial class IntegerConvolution
{
    /// <summary>How many bytes of scratch memory <see cref="Run"/> takes.</summary>
    public static int ScratchBytes(in ConvolutionShape shape, bool hasPackedFilters, int participantCount = 1)
    {
        if (!TryPlan(shape, out PhasePlanes planes))
            return checked(ScratchCutter.Bytes<int>(OutputElements(shape)) + ScratchCutter.LineBytes);
        return checked(ScratchCutter.LineBytes
            + (hasPackedFilters ? 0 : ScratchCutter.Bytes<byte>(FilterBytes(shape)) + (2 * ScratchCutter.Bytes<int>(shape.OutputChannels)))
            + ScratchCutter.Bytes<int>(QuadElements(shape, planes))
            + ScratchCutter.Bytes<int>(PlaneElements(shape, planes, participantCount))
            + ScratchCutter.Bytes<byte>(IntegerWindows.ScratchBytes(shape) * participantCount));
    }

    /// <summary>Runs the convolution.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">The images; one zero point.</param>
    /// <param name="weights">The weights; a zero point for all or for each output plane.</param>
    /// <param name="packed">The weights laid out before; null if they were not.</param>
    /// <param name="y">Rows are output planes.</param>
    /// <param name="scratch">Memory of <see cref="ScratchBytes"/>.</param>
    /// <param name="workers">Who helps.</param>
    public static void Run(
        in ConvolutionShape shape, IntegerOperand x, IntegerOperand weights, PackedIntegerFilters? packed, IntegerOutput y, Span<byte> scratch, Workers workers = default)
    {
        var cutter = new ScratchCutter(scratch);
        if (!TryPlan(shape, out PhasePlanes planes))
        {
            RunDefinition(shape, x, weights, y, cutter.Take<int>(OutputElements(shape)));
            return;
        }

        IntegerFilters filters = packed is null ? Pack(shape, weights, ref cutter) : packed.Filters;
        Span<int> quads = cutter.Take<int>(QuadElements(shape, planes));
        Span<int> plane = cutter.Take<int>(PlaneElements(shape, planes, workers.Count));
        if (!planes.IsPlaneItself)
        {
            var filling = new QuadPlanes(shape, planes, x, quads, plane);
            workers.For(in filling, filling.PartCount);
        }

        Span<int> offsets = stackalloc int[PhasePlanes.MaxTaps];
        offsets = offsets[..shape.Window.TapCount];
        planes.TapOffsets(offsets);
        var windows = new IntegerWindows(shape, planes, offsets, quads, x, filters, y, cutter.Take<byte>(IntegerWindows.ScratchBytes(shape) * workers.Count));
        workers.For(in windows, windows.PartCount);
    }

    private static void RunDefinition(in ConvolutionShape shape, IntegerOperand x, IntegerOperand weights, IntegerOutput y, Span<int> sums)
    {
        RunScalar(shape, x, weights, sums);
        int pixels = shape.Window.OutputElements;
        for (int start = 0; start < sums.Length; start += shape.OutputChannels * pixels)
            y.Skip(start).Write(sums[start..], pixels, shape.OutputChannels, pixels);
    }

    private static IntegerFilters Pack(in ConvolutionShape shape, IntegerOperand weights, ref ScratchCutter cutter)
    {
        Span<byte> rows = cutter.Take<byte>(FilterBytes(shape));
        Span<int> sums = cutter.Take<int>(shape.OutputChannels);
        Span<int> zeros = cutter.Take<int>(shape.OutputChannels);
        IntegerFilters.Pack(weights, shape.OutputChannels, shape.GroupInputs, shape.Window.TapCount, rows, sums, zeros);
        return new IntegerFilters(rows, sums, zeros);
    }

    private static bool TryPlan(in ConvolutionShape shape, out PhasePlanes planes)
    {
        planes = default;
        return shape.Depth > 0 && PhasePlanes.TryCreate(shape.Window, out planes);
    }

    private static int OutputElements(in ConvolutionShape shape) => checked(shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements);

    private static int FilterBytes(in ConvolutionShape shape) => checked(shape.OutputChannels * IntegerFilters.RowBytes(shape.GroupInputs, shape.Window.TapCount));

    /// <summary>All planes in fours, and sixteen elements that a move may read.</summary>
    private static int QuadElements(in ConvolutionShape shape, in PhasePlanes planes) => planes.IsPlaneItself
        ? 0
        : checked((shape.BatchCount * shape.GroupCount * QuadPlanes.GroupQuads(shape) * planes.PlaneElements) + 16);

    private static int PlaneElements(in ConvolutionShape shape, in PhasePlanes planes, int participantCount) =>
        planes.IsPlaneItself ? 0 : checked(shape.Window.PlaneElements * participantCount);
}
