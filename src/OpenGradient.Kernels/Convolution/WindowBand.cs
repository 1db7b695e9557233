namespace OpenGradient.Kernels;

/// <summary>Some of the windows of a plane: see <see cref="WindowBands"/>.</summary>
/// <param name="Row">The first output row.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="Column">The first output column; not 0 in parts of one row only.</param>
/// <param name="ColumnCount">How many columns.</param>
internal readonly record struct WindowBand(int Row, int RowCount, int Column, int ColumnCount)
{
    /// <summary>How many windows.</summary>
    public int WindowCount => RowCount * ColumnCount;
}
