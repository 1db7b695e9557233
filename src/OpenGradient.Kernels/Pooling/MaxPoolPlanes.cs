using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The largest of each window, a band of a plane at a time: the same numbers as <see cref="Pooling.Max"/>.</summary>
internal readonly ref struct MaxPoolPlanes : IWorkBody
{
    private readonly Window _window;
    private readonly WindowBands _bands;
    private readonly ShiftedPlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<int> _masks;
    private readonly ReadOnlySpan<float> _x;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, copies of a band's input]

    private MaxPoolPlanes(in Window window, ReadOnlySpan<int> offsets, ReadOnlySpan<int> masks, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch)
    {
        _window = window;
        _bands = Bands(window);
        _planes = new ShiftedPlanes(window, _bands.Rows, _bands.Columns);
        _offsets = offsets;
        _masks = masks;
        _x = x;
        _y = y;
        _scratch = scratch;
    }

    private int PlaneCount => _x.Length / _window.PlaneElements;

    private int PartPlanes => Math.Max(1, PartOutputs / _window.OutputElements);

    /// <summary>How many elements of scratch memory a run takes.</summary>
    public static int ScratchElements(in Window window, int participantCount)
    {
        if (!IsFor(window))
            return 0;
        if (MaxPoolRows.IsFor(window))
            return MaxPoolRows.ScratchElements(window, participantCount);
        WindowBands bands = Bands(window);
        var planes = new ShiftedPlanes(window, bands.Rows, bands.Columns);
        return checked(MaxTaps + planes.MaskElements + (CopyElements(planes) * participantCount));
    }

    /// <summary>y = the largest tap inside the plane. Shapes: x [planes, height, width], y [planes, output height, output width].</summary>
    public static void Run(in Window window, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, Workers workers = default)
    {
        if (!IsFor(window))
        {
            Pooling.Max(window, x, y);
            return;
        }

        if (MaxPoolRows.IsFor(window))
        {
            MaxPoolRows.Run(window, x, y, scratch, workers);
            return;
        }

        WindowBands bands = Bands(window);
        var planes = new ShiftedPlanes(window, bands.Rows, bands.Columns);
        Span<int> tables = MemoryMarshal.Cast<float, int>(scratch[..(MaxTaps + planes.MaskElements)]);
        Span<int> offsets = tables[..window.TapCount];
        planes.TapOffsets(offsets);
        planes.FillMasks(tables[MaxTaps..]);
        var body = new MaxPoolPlanes(window, offsets, tables[MaxTaps..], x, y, scratch[tables.Length..]);
        workers.For(in body, (body.PlaneCount + body.PartPlanes - 1) / body.PartPlanes);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<float> copies = _scratch.Slice(participant * CopyElements(_planes), CopyElements(_planes));
        int end = Math.Min(PlaneCount, (part + 1) * PartPlanes);
        for (int plane = part * PartPlanes; plane < end; plane++)
        {
            for (int index = 0; index < _bands.Count; index++)
            {
                WindowBand band = _bands[index];
                _planes.Fill(_x, plane, 1, band, _masks, float.NegativeInfinity, copies);
                int first = (plane * _window.OutputElements) + (band.Row * _window.OutputWidth) + band.Column;
                LaneDispatch.Run(new MaxPoolKernel(copies, _offsets, _y.Slice(first, band.WindowCount)));
            }
        }
    }

    /// <summary>Whether a window is small enough to be copied tap by tap.</summary>
    private static bool IsFor(in Window window) => window.PlaneElements > 0 && (long)window.KernelHeight * window.KernelWidth <= MaxTaps;

    private static WindowBands Bands(in Window window) =>
        new(window.OutputHeight, window.OutputWidth, Math.Max(1, CacheElements / (window.TapCount * window.OutputWidth)), window.OutputWidth);

    private static int CopyElements(in ShiftedPlanes planes) => checked(planes.PlaneElements + ShiftedPlanes.Slack);

    private const int MaxTaps = 256;
    private const int CacheElements = 1 << 14;
    private const int PartOutputs = 1 << 12; // some 4 µs
}
