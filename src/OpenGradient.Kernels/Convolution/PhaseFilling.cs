namespace OpenGradient.Kernels;

/// <summary>Takes the planes of one group of one image apart, some at a time: see <see cref="PhasePlanes.Fill"/>.</summary>
internal readonly ref struct PhaseFilling(PhasePlanes planes, int sourceElements, ReadOnlySpan<float> x, Span<float> phases) : IWorkBody
{
    private readonly PhasePlanes _planes = planes;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<float> _phases = phases;

    /// <summary>How many parts there are.</summary>
    public int PartCount => (_x.Length + PartElements - 1) / PartElements;

    private int PartElements => Math.Max(1, (1 << 15) / sourceElements) * sourceElements;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int end = Math.Min(_x.Length, (part + 1) * PartElements);
        for (int start = part * PartElements; start < end; start += sourceElements)
            _planes.Fill(_x.Slice(start, sourceElements), _phases.Slice(start / sourceElements * _planes.PlaneElements, _planes.PlaneElements));
    }
}
