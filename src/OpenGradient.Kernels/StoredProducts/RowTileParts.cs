namespace OpenGradient.Kernels;

/// <summary>Lays rows out as <see cref="RowTiles"/>, a part for each tile.</summary>
internal readonly ref struct RowTileParts(scoped in BlockRows x, StoredPanels panels, Span<byte> tiles) : IWorkBody
{
    private readonly BlockRows _x = x;
    private readonly Span<byte> _tiles = tiles;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * RowTiles.MaxRows;
        BlockRows rows = _x.Slice(first, Math.Min(RowTiles.MaxRows, _x.RowCount - first));
        panels.WriteTile(in rows, _tiles[(RowTiles.ElementCount(first, _x.BlockCount) * sizeof(float))..]);
    }
}
