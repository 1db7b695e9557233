namespace OpenGradient.Kernels;

/// <summary>The windows of a plane cut into bands: some whole rows, or a part of one row, so that the windows of a band follow one another in y.</summary>
/// <remarks>Sizes follow from shapes only. A band has at least <see cref="LeastColumns"/> windows unless its plane has fewer in a row.</remarks>
internal readonly struct WindowBands
{
    private readonly int _outputHeight;
    private readonly int _outputWidth;
    private readonly int _rowBands;
    private readonly int _columnBands;

    /// <summary>Bands of at most so many rows, or, if a single row is too much, of about so many columns of one.</summary>
    public WindowBands(int outputHeight, int outputWidth, int mostRows, int mostColumns)
    {
        _outputHeight = outputHeight;
        _outputWidth = outputWidth;
        _rowBands = (outputHeight + Math.Max(1, mostRows) - 1) / Math.Max(1, mostRows);
        int units = Math.Max(1, outputWidth / LeastColumns);
        int unitsInBand = Math.Clamp(mostColumns / LeastColumns, 1, units);
        _columnBands = mostRows > 0 ? 1 : (units + unitsInBand - 1) / unitsInBand;
        Rows = (outputHeight + _rowBands - 1) / _rowBands;
        Count = checked(_rowBands * _columnBands);
        Columns = _columnBands == 1 ? outputWidth : ((units + _columnBands - 1) / _columnBands * LeastColumns) + LeastColumns - 1;
    }

    /// <summary>How many bands there are.</summary>
    public int Count { get; }

    /// <summary>The rows of the tallest band.</summary>
    public int Rows { get; }

    /// <summary>No band has more columns.</summary>
    public int Columns { get; }

    /// <summary>Band <paramref name="index"/>, row by row.</summary>
    public WindowBand this[int index]
    {
        get
        {
            if (Count == 1)
                return new WindowBand(0, _outputHeight, 0, _outputWidth);
            (int row, int endRow) = Share(index / _columnBands, _rowBands, _outputHeight, 1);
            (int column, int endColumn) = Share(index % _columnBands, _columnBands, _outputWidth, LeastColumns);
            return new WindowBand(row, endRow - row, column, endColumn - column);
        }
    }

    /// <summary>Part <paramref name="index"/> of so many, in whole units but for the end of the last one.</summary>
    private static (int First, int End) Share(int index, int count, int total, int unit)
    {
        long units = Math.Max(1, total / unit);
        int first = (int)(units * index / count) * unit;
        int end = index + 1 == count ? total : (int)(units * (index + 1) / count) * unit;
        return (first, end);
    }

    /// <summary>Two of the largest tiles.</summary>
    public const int LeastColumns = 2 * ConvolutionKernel.TileHeight;
}
