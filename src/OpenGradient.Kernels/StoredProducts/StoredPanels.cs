namespace OpenGradient.Kernels;

/// <summary>The panels of one encoding, without its type.</summary>
internal abstract class StoredPanels
{
    /// <summary>Whether weights are shifted.</summary>
    public abstract bool HasOffsets { get; }

    /// <summary>Whether, on this thread, rows are read as tiles: <see cref="RowTiles"/>.</summary>
    public abstract bool TakesTiles { get; }

    /// <summary>Whether, on this thread, rows are read as pairs too: <see cref="PairRows"/>.</summary>
    public abstract bool TakesPairs { get; }

    /// <summary>Lays a tile of rows out.</summary>
    /// <param name="x">The rows, from the first of the tile on.</param>
    /// <param name="tile">Room for it.</param>
    public abstract void WriteTile(scoped in BlockRows x, Span<byte> tile);

    /// <summary>Lays some blocks of up to sixteen outputs out and adds their products with all rows to the sums.</summary>
    /// <param name="weights">From the first of the outputs on.</param>
    /// <param name="rowBytes">From one output to the next.</param>
    /// <param name="outputCount">1 to 16; further lanes get numbers of no meaning.</param>
    /// <param name="firstBlock">The first block of 32, the first of its stored block.</param>
    /// <param name="blockCount">How many; whole stored blocks.</param>
    /// <param name="x">The rows.</param>
    /// <param name="tiles">The rows as tiles, where <see cref="TakesTiles"/>.</param>
    /// <param name="panel">Room for so many <see cref="PanelBlock"/>s.</param>
    /// <param name="sums">[rows, 16].</param>
    public abstract void Multiply(
        ReadOnlySpan<byte> weights, int rowBytes, int outputCount, int firstBlock, int blockCount, scoped in BlockRows x, scoped in RowTiles tiles, Span<float> panel, Span<float> sums);
}
