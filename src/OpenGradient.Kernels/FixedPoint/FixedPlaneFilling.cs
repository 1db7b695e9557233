namespace OpenGradient.Kernels;

/// <summary>Lays out the input planes of a group: a part is a few pairs of channels.</summary>
internal readonly ref struct FixedPlaneFilling : IWorkBody
{
    private readonly FixedPlanes _planes;
    private readonly ReadOnlySpan<short> _x;
    private readonly int _planeElements;
    private readonly int _partPairs;
    private readonly Span<int> _pairs;

    private FixedPlaneFilling(in FixedPlanes planes, ReadOnlySpan<short> x, int planeElements, int partPairs, Span<int> pairs)
    {
        _planes = planes;
        _x = x;
        _planeElements = planeElements;
        _partPairs = partPairs;
        _pairs = pairs;
    }

    /// <summary>Shapes: x [channels, plane]; pairs as <see cref="FixedPlanes"/> has them.</summary>
    public static void Run(in FixedPlanes planes, ReadOnlySpan<short> x, int planeElements, Span<int> pairs, Workers workers)
    {
        int partPairs = 1 + (PartElements / Math.Max(1, planeElements));
        workers.For(new FixedPlaneFilling(planes, x, planeElements, partPairs, pairs), (planes.PairCount + partPairs - 1) / partPairs);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        for (int pair = part * _partPairs; pair < Math.Min(_planes.PairCount, (part + 1) * _partPairs); pair++)
        {
            ReadOnlySpan<short> both = _x[(2 * pair * _planeElements)..];
            _planes.Fill(pair, both[.._planeElements], both.Length > _planeElements ? both.Slice(_planeElements, _planeElements) : default, _pairs);
        }
    }

    private const int PartElements = 1 << 15;
}
