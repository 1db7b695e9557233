namespace OpenGradient.Kernels;

/// <summary>The largest of each window where the windows of a row are neighbours or have one element between them: some planes at a time, read where they lie.</summary>
internal readonly ref struct MaxPoolRows : IWorkBody
{
    private readonly Window _window;
    private readonly ReadOnlySpan<float> _x;
    private readonly Span<float> _y;
    private readonly Span<float> _rows; // [participants, row elements]

    private MaxPoolRows(in Window window, ReadOnlySpan<float> x, Span<float> y, Span<float> rows)
    {
        _window = window;
        _x = x;
        _y = y;
        _rows = rows;
    }

    private int PlaneCount => _x.Length / _window.PlaneElements;

    private int PartPlanes => Math.Max(1, PartOutputs / _window.OutputElements);

    /// <summary>Whether a window is of this kind: rows fill vectors.</summary>
    public static bool IsFor(in Window window) =>
        window is { StrideX: 1 or 2, DilationX: 1, Width: >= Lanes, OutputWidth: >= Lanes, Height: > 0 };

    /// <summary>How many elements of scratch memory a run takes.</summary>
    public static int ScratchElements(in Window window, int participantCount) => checked(RowElements(window) * participantCount);

    /// <summary>y = the largest tap inside the plane. Shapes: x [planes, height, width], y [planes, output height, output width].</summary>
    public static void Run(in Window window, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, Workers workers)
    {
        var body = new MaxPoolRows(window, x, y, scratch);
        workers.For(in body, (body.PlaneCount + body.PartPlanes - 1) / body.PartPlanes);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<float> row = _rows.Slice(participant * RowElements(_window), RowElements(_window));
        row.Fill(float.NegativeInfinity);
        int end = Math.Min(PlaneCount, (part + 1) * PartPlanes);
        for (int plane = part * PartPlanes; plane < end; plane++)
        {
            ReadOnlySpan<float> x = _x.Slice(plane * _window.PlaneElements, _window.PlaneElements);
            Span<float> y = _y.Slice(plane * _window.OutputElements, _window.OutputElements);
            if (_window.StrideX == 1)
                LaneDispatch.Run(new MaxPoolRowsKernel<UnitStep>(_window, x, row, y));
            else
                LaneDispatch.Run(new MaxPoolRowsKernel<DoubleStep>(_window, x, row, y));
        }
    }

    /// <summary>A row with its padding, and what the last vector reaches further.</summary>
    private static int RowElements(in Window window) =>
        checked(Math.Max(window.PadLeft + window.Width, ((window.OutputWidth - 1) * window.StrideX) + window.KernelWidth) + (2 * Lanes));

    private const int Lanes = 16;
    private const int PartOutputs = 1 << 13; // some 3 µs
}
