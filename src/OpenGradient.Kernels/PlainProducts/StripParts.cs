namespace OpenGradient.Kernels;

/// <summary>Lays rows out as strips, a strip at a time: <see cref="RowStrips"/>.</summary>
internal readonly ref struct StripParts(ReadOnlySpan<float> rows, int rowCount, int depth, Span<float> strips) : IWorkBody
{
    private readonly ReadOnlySpan<float> _rows = rows;
    private readonly Span<float> _strips = strips;

    /// <summary>How many parts so many rows have.</summary>
    public static int Count(int rowCount) => (rowCount + RowStrips.Height - 1) / RowStrips.Height;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * RowStrips.Height;
        RowStrips.Pack(_rows[(first * depth)..], depth, Math.Min(RowStrips.Height, rowCount - first), depth, _strips[(first * depth)..]);
    }
}
