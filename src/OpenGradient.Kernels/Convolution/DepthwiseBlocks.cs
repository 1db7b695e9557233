namespace OpenGradient.Kernels;

/// <summary>A convolution whose groups are single planes, some planes at a time.</summary>
internal readonly ref struct DepthwiseBlocks : IWorkBody
{
    private readonly ConvolutionShape _shape;
    private readonly PhasePlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _filters; // [planes, taps]
    private readonly ReadOnlySpan<float> _bias;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, scratch elements]
    private readonly Epilogue? _epilogue;

    public DepthwiseBlocks(
        in ConvolutionShape shape,
        in PhasePlanes planes,
        ReadOnlySpan<int> offsets,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Epilogue? epilogue)
    {
        _shape = shape;
        _planes = planes;
        _offsets = offsets;
        _x = x;
        _filters = filters;
        _bias = bias;
        _y = y;
        _scratch = scratch;
        _epilogue = epilogue;
    }

    /// <summary>How many blocks there are.</summary>
    public int PartCount => (PlaneCount + PartPlanes - 1) / PartPlanes;

    private int PlaneCount => checked(_shape.BatchCount * _shape.GroupCount);

    /// <summary>Planes of one part: some ten thousand products.</summary>
    private int PartPlanes => Math.Max(1, PartProducts / Math.Max(1, _shape.Window.OutputElements * _shape.Depth));

    /// <summary>How many elements of scratch memory one participant takes: a plane taken apart, and its windows along the pitch.</summary>
    public static int ScratchElements(in PhasePlanes planes) => checked(planes.PlaneElements + Lanes + FlatElements(planes));

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int elements = ScratchElements(_planes);
        Span<float> scratch = _scratch.Slice(participant * elements, elements);
        int end = Math.Min(PlaneCount, (part + 1) * PartPlanes);
        for (int plane = part * PartPlanes; plane < end; plane++)
            RunPlane(plane, scratch);
    }

    private void RunPlane(int plane, Span<float> scratch)
    {
        Window window = _shape.Window;
        int channel = plane % _shape.GroupCount;
        Span<float> phases = scratch[..(_planes.PlaneElements + Lanes)];
        Span<float> flat = scratch[phases.Length..];
        _planes.Fill(_x.Slice(plane * window.PlaneElements, window.PlaneElements), phases);
        phases[^Lanes..].Clear();
        ReadOnlySpan<float> filter = _filters.Slice(channel * _shape.Depth, _shape.Depth);
        LaneDispatch.Run(new DepthwiseKernel(phases, _offsets, filter, _bias.IsEmpty ? -0f : _bias[channel], flat));
        _epilogue?.Apply(flat);
        for (int row = 0; row < window.OutputHeight; row++)
            flat.Slice(row * _planes.Pitch, window.OutputWidth).CopyTo(_y[((plane * window.OutputElements) + (row * window.OutputWidth))..]);
    }

    private static int FlatElements(in PhasePlanes planes) => (planes.FlatCount + Lanes - 1) / Lanes * Lanes;

    private const int Lanes = 16;
    private const int PartProducts = 1 << 18;
}
