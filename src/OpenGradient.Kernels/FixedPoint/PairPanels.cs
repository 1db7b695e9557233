namespace OpenGradient.Kernels;

/// <summary>
/// Rows of 16-bit integers in panels as wide as a tile: element (row, k) at panel row / 64, pair k / 2, lane row % 64, half k % 2. A last odd k is
/// paired with 0; missing rows are 0.
/// </summary>
internal sealed class PairPanels
{
    private readonly AlignedElements<int> _pairs;
    private readonly int[] _offsets;
    private readonly int[] _blockEnds;

    private PairPanels(int rowCount, int depth, AlignedElements<int> pairs, int[] blockEnds)
    {
        RowCount = rowCount;
        Depth = depth;
        _pairs = pairs;
        _offsets = [.. Enumerable.Range(0, PairCount).Select(static pair => pair * PairTile.Lanes)];
        _blockEnds = blockEnds;
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; }

    /// <summary>How long each row is.</summary>
    public int Depth { get; }

    /// <summary>How many pairs a row has.</summary>
    public int PairCount => (Depth + 1) / 2;

    /// <summary>Lays out rows [rows, depth] without -32,768.</summary>
    public static PairPanels Create(ReadOnlySpan<short> rows, int rowCount, int depth)
    {
        int pairCount = (depth + 1) / 2;
        short[] even = Even(rows, rowCount, depth);
        var panels = new AlignedElements<int>(checked((rowCount + PairTile.Lanes - 1) / PairTile.Lanes * PairTile.Lanes * pairCount));
        Span<int> pairs = panels.Span;
        pairs.Clear();
        for (int row = 0; row < rowCount; row++)
        {
            for (int pair = 0; pair < pairCount; pair++)
                pairs[(((row / PairTile.Lanes * pairCount) + pair) * PairTile.Lanes) + (row % PairTile.Lanes)] = LanePairs.Of(even[2 * ((row * pairCount) + pair)], even[(2 * ((row * pairCount) + pair)) + 1]);
        }

        return new PairPanels(rowCount, depth, panels, PairBlocks.Of(even, pairCount));
    }

    /// <summary>The sums of their products with <paramref name="x"/>, [rows, 2 · pairs].</summary>
    public PairSums Times(ReadOnlySpan<short> x) => new(x, _pairs.Span, _offsets, _blockEnds);

    /// <summary>Rows of an even length: an odd one gets a 0 at its end.</summary>
    private static short[] Even(ReadOnlySpan<short> rows, int rowCount, int depth)
    {
        int step = (depth + 1) / 2 * 2;
        short[] even = new short[checked(rowCount * step)];
        for (int row = 0; row < rowCount; row++)
            rows.Slice(row * depth, depth).CopyTo(even.AsSpan(row * step));
        return even;
    }
}
