namespace OpenGradient.Kernels;

/// <summary>
/// Rows of 16-bit integers in panels of sixteen: element (row, k) at panel row/16, pair k/2, lane row%16, half k%2. A last odd k is
/// paired with 0, and missing rows of the last panel are 0.
/// </summary>
internal sealed class PairPanels
{
    private readonly short[] _elements;

    private PairPanels(int rowCount, int depth)
    {
        RowCount = rowCount;
        Depth = depth;
        _elements = new short[ElementCount(rowCount, depth)];
    }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; }

    /// <summary>How long each row is.</summary>
    public int Depth { get; }

    /// <summary>The panels.</summary>
    public ReadOnlySpan<short> Elements => _elements;

    /// <summary>How many elements the panels of so many rows take.</summary>
    public static int ElementCount(int rowCount, int depth) => checked((rowCount + 15) / 16 * PanelElements(depth));

    /// <summary>How many elements one panel takes.</summary>
    public static int PanelElements(int depth) => checked((depth + 1) / 2 * 32);

    /// <summary>Where element (row, k) is.</summary>
    public static int Position(int row, int k, int depth) => (row / 16 * PanelElements(depth)) + (k / 2 * 32) + (row % 16 * 2) + (k % 2);

    /// <summary>Lays out rows [rows, depth].</summary>
    public static PairPanels Create(ReadOnlySpan<short> rows, int rowCount, int depth)
    {
        var panels = new PairPanels(rowCount, depth);
        for (int row = 0; row < rowCount; row++)
        {
            for (int k = 0; k < depth; k++)
                panels._elements[Position(row, k, depth)] = rows[(row * depth) + k];
        }

        return panels;
    }
}
