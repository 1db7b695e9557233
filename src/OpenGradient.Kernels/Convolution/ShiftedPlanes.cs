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

    /// <summary>Elements of the masks.</summary>
    public int MaskElements => checked(_window.KernelWidth * MaskWidth);

    /// <summary>Where the taps of the first window are: <paramref name="offsets"/> is [channels, kernel rows, kernel columns].</summary>
    public void TapOffsets(Span<int> offsets)
    {
        int taps = Math.Min(_window.TapCount, offsets.Length);
        for (int tap = 0; tap < taps; tap++)
            offsets[tap] = TapOffset(tap / _window.KernelWidth, tap % _window.KernelWidth);
        int planeElements = PlaneElements;
        for (int position = taps; position < offsets.Length; position++)
            offsets[position] = offsets[position - taps] + planeElements;
    }

    private int TapOffset(int row, int column)
    {
        int distance = row * _window.DilationY;
        (int rowClass, int firstRow) = _isEachRowApart ? (row, 0) : (distance % _window.StrideY, distance / _window.StrideY);
        return ((((rowClass * _window.KernelWidth) + column) * _rows) + firstRow) * _columns;
    }

    /// <summary>For each column of the filter and each column of windows: all bits set if the tap lies in the plane's width. <see cref="MaskElements"/> of them.</summary>
    public void FillMasks(Span<int> masks)
    {
        masks.Clear();
        for (int column = 0; column < _window.KernelWidth; column++)
        {
            (int first, int end) = Window.TapsInside(_window.InputX(0, column), _window.OutputWidth, _window.StrideX, _window.Width);
            masks.Slice((column * MaskWidth) + first, end - first).Fill(-1);
        }
    }

    /// <summary>Copies what the windows of <paramref name="band"/> see of some planes, one after the other.</summary>
    /// <param name="x">Many planes: those before and after are looked at, but nothing comes of it.</param>
    /// <param name="firstPlane">The first plane.</param>
    /// <param name="planeCount">How many planes.</param>
    /// <param name="band">The windows.</param>
    /// <param name="masks">What <see cref="FillMasks"/> wrote.</param>
    /// <param name="padding">What stands outside.</param>
    /// <param name="target">[planes, plane elements], and <see cref="Slack"/> more elements of no value.</param>
    public void Fill(ReadOnlySpan<float> x, int firstPlane, int planeCount, in WindowBand band, ReadOnlySpan<int> masks, float padding, Span<float> target)
    {
        int position = 0;
        for (int plane = firstPlane; plane < firstPlane + planeCount; plane++)
        {
            for (int rowClass = 0; rowClass < _rowClasses; rowClass++)
            {
                int y = _window.InputY(band.Row, 0) + (_isEachRowApart ? rowClass * _window.DilationY : rowClass);
                int end = Math.Clamp((_window.Height - y + _window.StrideY - 1) / _window.StrideY, 0, band.RowCount + _sharedRows);
                int first = Math.Clamp((_window.StrideY - 1 - y) / _window.StrideY, 0, end);
                for (int column = 0; column < _window.KernelWidth; column++, position += _rows * _columns)
                {
                    Span<float> rows = target[position..];
                    int from = (((plane * _window.Height) + y + (first * _window.StrideY)) * _window.Width) + _window.InputX(band.Column, column);
                    rows[..(first * _columns)].Fill(padding);
                    new ShiftedRows(x, masks[((column * MaskWidth) + band.Column)..], _window.StrideX, padding, band.ColumnCount)
                        .Copy(from, _window.StrideY * _window.Width, end - first, rows[(first * _columns)..], _columns);
                    rows[(end * _columns)..((band.RowCount + _sharedRows) * _columns)].Fill(padding);
                }
            }
        }
    }

    /// <summary>From the mask of one column of the filter to the next: sixteen more than there are windows in a row, rounded up to whole cache lines.</summary>
    private int MaskWidth => checked(_window.OutputWidth + 31) / 16 * 16;

    /// <summary>Elements of any value after the last plane.</summary>
    public const int Slack = 16;
}
