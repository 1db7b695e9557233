namespace OpenGradient.Kernels;

/// <summary>Lays rows out as <see cref="PairRows"/>, some rows a part.</summary>
internal readonly ref struct PairRowParts(scoped in BlockRows x, Span<short> pairs) : IWorkBody
{
    private readonly BlockRows _x = x;
    private readonly Span<short> _pairs = pairs;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * RowCount * _x.Depth;
        int count = Math.Min(RowCount * _x.Depth, (_x.RowCount * _x.Depth) - first);
        PairRows.Write(_x.Elements.Slice(first, count), _pairs[first..]);
    }

    /// <summary>Of a part.</summary>
    public const int RowCount = 16;
}
