namespace OpenGradient.Kernels;

/// <summary>The convolutions of <see cref="DepthwiseBlocks"/> where vectors have 256 bits: some rows of a plane are copied with their padding, columns apart by the remainder modulo the stride, and multiplied where they then lie, in the first cache.</summary>
internal readonly ref struct CopiedDepthwise : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly ShiftedPlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<int> _masks;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _filters; // [planes, 9]
    private readonly ReadOnlySpan<float> _bias;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, scratch elements]
    private readonly float _least;
    private readonly Epilogue? _epilogue;

    public CopiedDepthwise(
        in ConvolutionShape shape, Span<int> tables, ReadOnlySpan<float> x, ReadOnlySpan<float> filters, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, float least, Epilogue? epilogue)
    {
        _shape = shape;
        _planes = Planes(shape);
        _planes.TapOffsets(tables[..Taps]);
        _planes.FillMasks(tables[Line..]);
        _offsets = tables[..Taps];
        _masks = tables[Line..];
        _x = x;
        _filters = filters;
        _bias = bias;
        _y = y;
        _scratch = scratch;
        _least = least;
        _epilogue = epilogue;
    }

    /// <summary>Whether these are the faster ones, on this thread.</summary>
    public static bool IsChosen => LaneDispatch.ActiveWidth == LaneWidth.Bits256;

    /// <summary>How many elements all participants read.</summary>
    public static int TableElements(in ConvolutionShape shape) => checked(Line + Planes(shape).MaskElements);

    /// <summary>How many elements of scratch memory one participant takes: a band of x, and one of y with rows of eight where they are shorter.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => checked(CopyElements(shape) + (shape.Window.OutputWidth < DepthwiseTaps256.Lanes ? BandRows(shape.Window) * DepthwiseTaps256.Lanes : 0));

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int planes = DepthwiseBlocks.PartPlanes(_shape);
        int end = Math.Min(DepthwiseBlocks.PlaneCount(_shape), (part + 1) * planes);
        Span<float> scratch = _scratch.Slice(participant * ScratchElements(_shape), ScratchElements(_shape));
        int bandRows = BandRows(_shape.Window);
        for (int plane = part * planes; plane < end; plane++)
        {
            for (int row = 0; row < _shape.Window.OutputHeight; row += bandRows)
                RunBand(plane, row, Math.Min(bandRows, _shape.Window.OutputHeight - row), scratch[..CopyElements(_shape)], scratch[CopyElements(_shape)..]);
        }
    }

    private void RunBand(int plane, int firstRow, int rowCount, Span<float> copy, Span<float> wide)
    {
        int width = _shape.Window.OutputWidth, columns = Columns(_shape.Window);
        Span<float> y = _y.Slice((plane * _shape.Window.OutputElements) + (firstRow * width), rowCount * width);
        _planes.Fill(_x, plane, 1, new WindowBand(firstRow, rowCount, 0, columns), _masks, 0f, copy);
        Multiply(copy, plane % _shape.GroupCount, rowCount, columns, wide.IsEmpty ? y : wide);
        for (int row = 0; !wide.IsEmpty && row < rowCount; row++)
            wide.Slice(row * columns, width).CopyTo(y[(row * width)..]);
        _epilogue?.Apply(y);
    }

    private unsafe void Multiply(ReadOnlySpan<float> copy, int channel, int rowCount, int columns, Span<float> y)
    {
        // SAFETY: a copy has a row of windows for each row of y, and what the last taps of the last eight windows see.
        fixed (float* source = copy, filter = _filters.Slice(channel * Taps, Taps), target = y)
        fixed (int* offsets = _offsets)
            new DepthwiseTaps256(rowCount, columns, _planes.Pitch, source, offsets, filter, _bias.IsEmpty ? -0f : _bias[channel], _least, target).Run();
    }

    private static ShiftedPlanes Planes(in ConvolutionShape shape) => new(shape.Window, BandRows(shape.Window), Columns(shape.Window), areColumnsShared: true);

    /// <summary>So many rows that what is copied of x, and what comes out, stay in the first cache.</summary>
    private static int BandRows(in Window window) => Math.Min(window.OutputHeight, Math.Max(4, BandElements / (Columns(window) * window.StrideX) / 4 * 4));

    private static int CopyElements(in ConvolutionShape shape) => checked(Planes(shape).PlaneElements + ShiftedPlanes.Slack);

    private static int Columns(in Window window) => Math.Max(window.OutputWidth, DepthwiseTaps256.Lanes);

    private const int BandElements = 1 << 11;
    private const int Taps = 9;
    private const int Line = 16; // a cache line
}
