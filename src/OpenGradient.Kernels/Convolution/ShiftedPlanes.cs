namespace OpenGradient.Kernels;

/// <summary>The input of a band of windows, copied so that the same tap of neighbouring windows is a neighbour.</summary>
/// <remarks>
/// Shapes: a plane is [row classes, column classes, rows, pitch]. Row classes are the remainders modulo the stride, each with the rows that the
/// windows share; or, where taps are further apart than windows, the kernel rows, each with rows of its own. Column classes are the kernel columns,
/// each with columns of its own, so that rows of windows follow one another without gaps; or, if the caller wants that, the remainders modulo the stride,
/// each with the columns that the windows of a row share: fewer copies, and gaps between rows. Padding is +0, or what the caller says.
/// The window at (y, x) of the band has its tap (r, c) at TapOffset(r, c) + y·pitch + x.
/// </remarks>
internal readonly struct ShiftedPlanes
{
    private readonly Window _window;
    private readonly bool _isEachRowApart;
    private readonly int _rowClasses;
    private readonly int _sharedRows; // that the taps of a window reach past its first
    private readonly int _rows;
    private readonly bool _areColumnsShared;
    private readonly int _columnClasses;
    private readonly int _sharedColumns; // that the taps of a window reach past its first

    /// <summary>The planes for bands of at most so many rows and columns.</summary>
    public ShiftedPlanes(in Window window, int bandRows, int bandColumns, bool areColumnsShared = false)
    {
        _window = window;
        _areColumnsShared = areColumnsShared;
        _columnClasses = areColumnsShared ? SharedColumnClasses(window) : window.KernelWidth;
        _sharedColumns = areColumnsShared ? (window.KernelWidth - 1) * window.DilationX / window.StrideX : 0;
        Pitch = checked(bandColumns + _sharedColumns);
        long reach = (window.KernelHeight - 1L) * window.DilationY;
        long classes = Math.Min(window.StrideY, reach + 1);
        _isEachRowApart = classes * (bandRows + (reach / window.StrideY)) > (long)window.KernelHeight * bandRows;
        _rowClasses = _isEachRowApart ? window.KernelHeight : (int)classes;
        _sharedRows = _isEachRowApart ? 0 : (int)(reach / window.StrideY);
        _rows = bandRows + _sharedRows;
    }

    /// <summary>From a window to the one below it.</summary>
    public int Pitch { get; }

    /// <summary>The elements of one plane.</summary>
    public int PlaneElements => checked(_rowClasses * _columnClasses * _rows * Pitch);

    /// <summary>Elements of the masks.</summary>
    public int MaskElements => checked(_columnClasses * MaskWidth);

    /// <summary>How many copies of a row there are if its windows share columns.</summary>
    public static int SharedColumnClasses(in Window window) => (int)Math.Min(window.StrideX, ((window.KernelWidth - 1L) * window.DilationX) + 1);

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
        (int columnClass, int firstColumn) = _areColumnsShared ? ((column * _window.DilationX) % _window.StrideX, column * _window.DilationX / _window.StrideX) : (column, 0);
        return (((((rowClass * _columnClasses) + columnClass) * _rows) + firstRow) * Pitch) + firstColumn;
    }

    /// <summary>The input column of the first element of a column class, for the windows from column <paramref name="x"/> on; may lie outside.</summary>
    private int InputX(int x, int columnClass) => _areColumnsShared ? _window.InputX(x, 0) + columnClass : _window.InputX(x, columnClass);

    /// <summary>For each column class and each of its columns: all bits set if it lies in the plane's width. <see cref="MaskElements"/> of them.</summary>
    public void FillMasks(Span<int> masks)
    {
        masks.Clear();
        for (int column = 0; column < _columnClasses; column++)
        {
            (int first, int end) = Window.TapsInside(InputX(0, column), _window.OutputWidth + _sharedColumns, _window.StrideX, _window.Width);
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
                for (int column = 0; column < _columnClasses; column++, position += _rows * Pitch)
                {
                    Span<float> rows = target[position..];
                    int from = (((plane * _window.Height) + y + (first * _window.StrideY)) * _window.Width) + InputX(band.Column, column);
                    rows[..(first * Pitch)].Fill(padding);
                    new ShiftedRows(x, masks[((column * MaskWidth) + band.Column)..], _window.StrideX, padding, band.ColumnCount + _sharedColumns)
                        .Copy(from, _window.StrideY * _window.Width, end - first, rows[(first * Pitch)..], Pitch);
                    rows[(end * Pitch)..((band.RowCount + _sharedRows) * Pitch)].Fill(padding);
                }
            }
        }
    }

    /// <summary>From the mask of one column class to the next: sixteen more than it has columns, rounded up to whole cache lines.</summary>
    private int MaskWidth => checked(_window.OutputWidth + _sharedColumns + 31) / 16 * 16;

    /// <summary>Elements of any value after the last plane.</summary>
    public const int Slack = 16;
}
