namespace OpenGradient.Kernels;

/// <summary>The largest of each window, a plane at a time over planes taken apart: the same numbers as <see cref="Pooling.Max"/>.</summary>
internal readonly ref struct MaxPoolPlanes : IWorkBody
{
    private readonly Window _window;
    private readonly PhasePlanes _planes;
    private readonly ReadOnlySpan<int> _offsets;
    private readonly ReadOnlySpan<float> _x;
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, plane and windows]

    private MaxPoolPlanes(in Window window, in PhasePlanes planes, ReadOnlySpan<int> offsets, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch)
    {
        _window = window;
        _planes = planes;
        _offsets = offsets;
        _x = x;
        _y = y;
        _scratch = scratch;
    }

    /// <summary>How many elements of scratch memory a run takes.</summary>
    public static int ScratchElements(in Window window, int participantCount) =>
        window.PlaneElements > 0 && PhasePlanes.TryCreate(window, out PhasePlanes planes) ? checked(PlaneScratch(planes) * participantCount) : 0;

    /// <summary>y = the largest tap inside the plane. Shapes: x [planes, height, width], y [planes, output height, output width].</summary>
    public static void Run(in Window window, ReadOnlySpan<float> x, Span<float> y, Span<float> scratch, Workers workers = default)
    {
        if (window.PlaneElements == 0 || !PhasePlanes.TryCreate(window, out PhasePlanes planes))
        {
            Pooling.Max(window, x, y);
            return;
        }

        Span<int> offsets = stackalloc int[PhasePlanes.MaxTaps];
        offsets = offsets[..window.TapCount];
        planes.TapOffsets(offsets);
        var body = new MaxPoolPlanes(window, planes, offsets, x, y, scratch);
        workers.For(in body, x.Length / window.PlaneElements);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int elements = PlaneScratch(_planes);
        Span<float> scratch = _scratch.Slice(participant * elements, elements);
        Span<float> phases = scratch[..(_planes.PlaneElements + 16)];
        Span<float> flat = scratch[phases.Length..];
        _planes.Fill(_x.Slice(part * _window.PlaneElements, _window.PlaneElements), phases, float.NegativeInfinity);
        phases[^16..].Clear();
        LaneDispatch.Run(new MaxPoolKernel(phases, _offsets, flat));
        Span<float> target = _y.Slice(part * _window.OutputElements, _window.OutputElements);
        for (int row = 0; row < _window.OutputHeight; row++)
            flat.Slice(row * _planes.Pitch, _window.OutputWidth).CopyTo(target[(row * _window.OutputWidth)..]);
    }

    private static int PlaneScratch(in PhasePlanes planes) => checked(planes.PlaneElements + 16 + ((planes.FlatCount + 15) / 16 * 16));
}
