namespace OpenGradient.Kernels;

/// <summary>The input of a band of windows, copied once for each column of the filter, without gaps: then the same tap of neighbouring windows is a neighbour, across rows too.</summary>
/// <remarks>
/// Shapes: a plane is [row classes, kernel columns, rows, columns]; the element (row, column) of kernel column c is the padded plane's
/// at column (column·stride + c·dilation). Row classes are the remainders modulo the stride, each with the rows that the windows share;
/// or, where taps are further apart than windows, the kernel rows, each with rows of its own. Padding is +0, or what the caller says.
/// The window at (y, x) of the band has its tap (r, c) at TapOffset(r, c) + y·columns + x.
/// </remarks>
internal readonly struct ShiftedPlanes
{
    private readonly Window _window;
    private readonly bool _isEachRowApart;
    private readonly int _rowClasses;
    private readonly int _sharedRows; // that the taps of a window reach past its first
    private readonly int _rows;
    private readonly int _columns;

    /// <summary>The planes for bands of at most so many rows and columns.</summary>
    public ShiftedPlanes(in Window window, int bandRows, int bandColumns)
    {
        _window = window;
        _columns = bandColumns;
        long reach = (window.KernelHeight - 1L) * window.DilationY;
        long classes = Math.Min(window.StrideY, reach + 1);
        _isEachRowApart = classes * (bandRows + (reach / window.StrideY)) > (long)window.KernelHeight * bandRows;
        _rowClasses = _isEachRowApart ? window.KernelHeight : (int)classes;
        _sharedRows = _isEachRowApart ? 0 : (int)(reach / window.StrideY);
        _rows = bandRows + _sharedRows;
    }

    /// <summary>The elements of one plane.</summary>
    public int PlaneElements => checked(_rowClasses * _window.KernelWidth * _rows * _columns);

    /// <summary>Where the taps of the first window are: <paramref name="offsets"/> is [channels, kernel rows, kernel columns].</summary>
    public void TapOffsets(Span<int> offsets)
    {
        int taps = _window.TapCount;
        for (int position = 0; position < offsets.Length; position++)
        {
            int row = position % taps / _window.KernelWidth;
            int column = position % _window.KernelWidth;
            offsets[position] = (position / taps * PlaneElements) + TapOffset(row, column);
        }
    }

    private int TapOffset(int row, int column)
    {
        int distance = row * _window.DilationY;
        (int rowClass, int firstRow) = _isEachRowApart ? (row, 0) : (distance % _window.StrideY, distance / _window.StrideY);
        return ((((rowClass * _window.KernelWidth) + column) * _rows) + firstRow) * _columns;
    }

    /// <summary>Copies what the windows of <paramref name="band"/> see of one plane.</summary>
    public void Fill(ReadOnlySpan<float> plane, in WindowBand band, Span<float> target, float padding = 0f)
    {
        for (int rowClass = 0; rowClass < _rowClasses; rowClass++)
        {
            int y = _window.InputY(band.Row, 0) + (_isEachRowApart ? rowClass * _window.DilationY : rowClass);
            for (int column = 0; column < _window.KernelWidth; column++)
            {
                int x = _window.InputX(band.Column, column);
                Span<float> rows = target.Slice(((rowClass * _window.KernelWidth) + column) * _rows * _columns, (band.RowCount + _sharedRows) * _columns);
                if (_window.StrideY == 1 && _window.StrideX == 1 && _columns == _window.Width)
                    FillWhole(plane, y, x, rows, padding);
                else
                    FillRows(plane, y, x, band.ColumnCount, rows, padding);
            }
        }
    }

    /// <summary>Rows as wide as those of the plane are one move, but for the columns that come from a neighbouring row.</summary>
    private void FillWhole(ReadOnlySpan<float> plane, int y, int x, Span<float> rows, float padding)
    {
        int width = _columns;
        int first = Math.Clamp(-y, 0, rows.Length / width) * width;
        int end = Math.Clamp(_window.Height - y, first / width, rows.Length / width) * width;
        rows[..first].Fill(padding);
        rows[end..].Fill(padding);
        long shift = ((long)y * width) + x;
        int from = (int)Math.Max(first, -shift);
        int to = (int)Math.Min(end, plane.Length - shift);
        if (from < to)
            plane.Slice((int)(from + shift), to - from).CopyTo(rows[from..]);
        FillColumns(rows[first..end], 0, Math.Clamp(-x, 0, width), padding);
        FillColumns(rows[first..end], Math.Clamp(width - x, 0, width), width, padding);
    }

    private void FillColumns(Span<float> rows, int first, int end, float padding)
    {
        for (int column = first; column < end; column++)
        {
            for (int position = column; position < rows.Length; position += _columns)
                rows[position] = padding;
        }
    }

    private void FillRows(ReadOnlySpan<float> plane, int y, int x, int count, Span<float> rows, float padding)
    {
        (int first, int end) = Window.TapsInside(x, count, _window.StrideX, _window.Width);
        for (int position = 0; position < rows.Length; position += _columns, y += _window.StrideY)
        {
            Span<float> row = rows.Slice(position, count);
            if ((uint)y >= (uint)_window.Height || first == end)
            {
                row.Fill(padding);
                continue;
            }

            row[..first].Fill(padding);
            row[end..].Fill(padding);
            CopyRow(plane[((y * _window.Width) + x + (first * _window.StrideX))..], row[first..end]);
        }
    }

    /// <summary>Every stride-th element.</summary>
    private void CopyRow(ReadOnlySpan<float> source, Span<float> row)
    {
        if (_window.StrideX == 1)
        {
            source[..row.Length].CopyTo(row);
        }
        else if (_window.StrideX == 2)
        {
            EveryOther.Copy(source, row);
        }
        else
        {
            for (int i = 0; i < row.Length; i++)
                row[i] = source[i * _window.StrideX];
        }
    }
}
