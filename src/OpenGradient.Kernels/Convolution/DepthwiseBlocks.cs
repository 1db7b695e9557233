using System.Runtime.Intrinsics.X86;

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
    public int PartCount => (PlaneCount + PartPlanes - 1) / PartPlanes;

    private int PlaneCount => checked(_shape.BatchCount * _shape.GroupCount);

    private int PartPlanes => (int)Math.Clamp(PartOutputs / Math.Max(1L, _shape.Window.OutputElements), 1, Math.Max(1, PlaneCount));

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

    /// <summary>How many elements of scratch memory one participant takes: a plane with room around, or taken apart.</summary>
    public static int ScratchElements(in ConvolutionShape shape)
    {
        int tiled = DepthwiseTiles256.IsFor(shape.Window) && PhasePlanes.TryCreate(shape.Window, out PhasePlanes planes) ? planes.PlaneElements : 0;
        return checked(Math.Max(shape.Window.PlaneElements + (2 * Reach(shape)), tiled));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * PartPlanes;
        int end = Math.Min(PlaneCount, first + PartPlanes);
        if (LaneDispatch.ActiveWidth == LaneWidth.Bits256 && Avx2.IsSupported && DepthwiseTiles256.IsFor(_shape.Window) && PhasePlanes.TryCreate(_shape.Window, out PhasePlanes planes))
        {
            RunTiles(planes, first, end, participant);
            return;
        }

        for (int plane = first; plane < end; plane++)
            RunPlane(plane, end, participant);
    }

    private unsafe void RunTiles(in PhasePlanes planes, int first, int end, int participant)
    {
        Window window = _shape.Window;
        int* offsets = stackalloc int[9];
        planes.TapOffsets(new Span<int>(offsets, 9));
        Span<float> y = _y[(first * window.OutputElements)..(end * window.OutputElements)];

        // SAFETY: a participant's scratch memory has room for a plane taken apart, and a plane of x and of y begins at each index.
        fixed (float* x = _x, filters = _filters, outputs = y)
        fixed (float* copy = _scratch.Slice(participant * ScratchElements(_shape), planes.PlaneElements))
        {
            for (int plane = first; plane < end; plane++)
            {
                nint start = (nint)plane * window.PlaneElements;
                int channel = plane % _shape.GroupCount;
                planes.Fill256(x + start, _x.Length - start, copy);
                DepthwiseTiles256.Run(
                    window, planes.Pitch, copy, offsets, filters + (9 * channel), Bias(channel), _least, outputs + ((nint)(plane - first) * window.OutputElements));
            }
        }

        _epilogue?.Apply(y);
    }

    private float Bias(int channel) => _bias.IsEmpty ? -0f : _bias[channel];

    private void RunPlane(int plane, int end, int participant)
    {
        Window window = _shape.Window;
        int channel = plane % _shape.GroupCount;
        ReadOnlySpan<float> filter = _filters.Slice(channel * 9, 9);
        Span<float> y = _y[(plane * window.OutputElements)..(end * window.OutputElements)]; // the planes after this one come later
        ReadOnlySpan<float> x = Surroundings(plane, participant, out int origin);
        int maskWidth = _masks.Length / 3;
        if (window.StrideX == 1)
            LaneDispatch.Run(new DepthwiseKernel<UnitStep>(window, x, origin, _masks, maskWidth, filter, Bias(channel), _least, y));
        else
            LaneDispatch.Run(new DepthwiseKernel<DoubleStep>(window, x, origin, _masks, maskWidth, filter, Bias(channel), _least, y));
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
