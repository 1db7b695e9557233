namespace OpenGradient.Kernels;

/// <summary>A convolution whose groups are single planes, with filters of three by three that move by one or two: some planes at a time, read where they lie.</summary>
internal readonly ref struct DepthwiseBlocks : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly ReadOnlySpan<int> _masks;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _filters; // [planes, 9]
    private readonly ReadOnlySpan<float> _bias;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, scratch elements]
    private readonly float _least;
    private readonly Epilogue? _epilogue;

    public DepthwiseBlocks(
        in ConvolutionShape shape, ReadOnlySpan<int> masks, ReadOnlySpan<float> x, ReadOnlySpan<float> filters, ReadOnlySpan<float> bias, Span<float> y,
        Span<float> scratch, float least, Epilogue? epilogue)
    {
        _shape = shape;
        _masks = masks;
        _x = x;
        _filters = filters;
        _bias = bias;
        _y = y;
        _scratch = scratch;
        _least = least;
        _epilogue = epilogue;
    }

    /// <summary>How many parts there are.</summary>
    public static int PartCount(in ConvolutionShape shape) => (PlaneCount(shape) + PartPlanes(shape) - 1) / PartPlanes(shape);

    /// <summary>How many planes there are.</summary>
    public static int PlaneCount(in ConvolutionShape shape) => checked(shape.BatchCount * shape.GroupCount);

    /// <summary>The planes of a part.</summary>
    public static int PartPlanes(in ConvolutionShape shape) => (int)Math.Clamp(PartOutputs / Math.Max(1L, shape.Window.OutputElements), 1, Math.Max(1, PlaneCount(shape)));

    /// <summary>Whether a convolution is of this kind.</summary>
    public static bool IsFor(in ConvolutionShape shape)
    {
        Window window = shape.Window;
        return shape is { GroupInputs: 1, GroupOutputs: 1 } && window is { KernelHeight: 3, KernelWidth: 3, DilationY: 1, DilationX: 1, StrideX: 1 or 2 }
            && window.StrideY == window.StrideX && Math.Max(window.PadLeft, PadRight(window)) <= MostPadding;
    }

    /// <summary>How far the last window of a row reaches past it.</summary>
    private static int PadRight(in Window window) => window.InputX(window.OutputWidth - 1, 2) + 1 - window.Width;

    /// <summary>How many elements all participants read: the masks.</summary>
    public static int TableElements(in ConvolutionShape shape) => Masks(shape).MaskElements;

    /// <summary>The planes whose masks serve: masks do not depend on bands.</summary>
    public static ShiftedPlanes Masks(in ConvolutionShape shape) => new(shape.Window, 1, 1);

    /// <summary>How many elements of scratch memory one participant takes: a plane with room around.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => checked(shape.Window.PlaneElements + (2 * Reach(shape)));

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int planes = PartPlanes(_shape);
        int end = Math.Min(PlaneCount(_shape), (part + 1) * planes);
        for (int plane = part * planes; plane < end; plane++)
            RunPlane(plane, end, participant);
    }

    private void RunPlane(int plane, int end, int participant)
    {
        Window window = _shape.Window;
        int channel = plane % _shape.GroupCount;
        ReadOnlySpan<float> filter = _filters.Slice(channel * 9, 9);
        float bias = _bias.IsEmpty ? -0f : _bias[channel];
        Span<float> y = _y[(plane * window.OutputElements)..(end * window.OutputElements)]; // the planes after this one come later
        ReadOnlySpan<float> x = Surroundings(plane, participant, out int origin);
        int maskWidth = _masks.Length / 3;
        if (window.StrideX == 1)
            LaneDispatch.Run(new DepthwiseKernel<UnitStep>(window, x, origin, _masks, maskWidth, filter, bias, _least, y));
        else
            LaneDispatch.Run(new DepthwiseKernel<DoubleStep>(window, x, origin, _masks, maskWidth, filter, bias, _least, y));
        _epilogue?.Apply(y[..window.OutputElements]);
    }

    /// <summary>Memory with the plane in it and something readable around: mostly its neighbours; the first and the last plane are copied.</summary>
    private ReadOnlySpan<float> Surroundings(int plane, int participant, out int origin)
    {
        int elements = _shape.Window.PlaneElements;
        int reach = Reach(_shape);
        origin = plane * elements;
        if (origin >= reach && origin + elements + reach <= _x.Length)
            return _x;
        Span<float> copy = _scratch.Slice(participant * ScratchElements(_shape), ScratchElements(_shape));
        _x.Slice(origin, elements).CopyTo(copy[reach..]);
        origin = reach;
        return copy;
    }

    /// <summary>How far vectors of windows reach past a plane, on either side: sixteen windows from the first tap on, whatever the row.</summary>
    private static int Reach(in ConvolutionShape shape) => (shape.Window.StrideX * 16) + 16 + MostPadding;

    private const int MostPadding = 8;
    private const int PartOutputs = 1 << 12; // one to five µs: the smaller the planes, the longer
}
