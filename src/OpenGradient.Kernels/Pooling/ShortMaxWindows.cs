using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The largest of each window over a plane of 16-bit integers, for the rows of windows that meet no padding: eight windows at a time, all taps of them at once.</summary>
/// <remarks>Shapes: as <see cref="ShortMaxPool"/>. Windows are one or two columns apart. Vectors read beyond the taps and write beyond a row; how far tells <see cref="EndRow"/>.</remarks>
internal readonly struct ShortMaxWindows
{
    private readonly Window _window;
    private readonly int _endRow;
    private readonly long _reach; // elements that the vectors of a row of windows read
    private readonly int _written; // elements that they write

    public ShortMaxWindows(in Window window)
    {
        _window = window;
        long lastColumn = ((window.OutputWidth - 1L) * window.StrideX) + ((window.KernelWidth - 1L) * window.DilationX);
        long lowestTap = (window.KernelHeight - 1L) * window.DilationY;
        bool isFor = Vector128.IsHardwareAccelerated && window.StrideX <= 2 && window.PadLeft == 0 && lastColumn < window.Width;
        (FirstRow, _endRow) = isFor ? Window.TapsInside(-window.PadTop, window.OutputHeight, window.StrideY, window.Height - lowestTap) : (0, 0);
        _written = (window.OutputWidth + Lanes - 1) / Lanes * Lanes;
        _reach = (lowestTap * window.Width) + ((_written - Lanes) * window.StrideX) + ((window.KernelWidth - 1) * window.DilationX) + (2 * Lanes);
    }

    /// <summary>The first row of windows.</summary>
    public int FirstRow { get; }

    /// <summary>The end of the rows, if so many elements can be read and written from the plane's first on.</summary>
    public int EndRow(int readable, int writable)
    {
        int end = _endRow;
        while (end > FirstRow && (InputElement(end - 1) + _reach > readable || ((end - 1) * _window.OutputWidth) + _written > writable))
            end--;
        return end;
    }

    /// <summary>The rows up to <paramref name="end"/>, as <see cref="EndRow"/> gave it; from first to last, for a row begins with what the one before wrote too much.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="end">The end of the rows.</param>
    /// <param name="y">The plane's outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref short plane, int end, ref short y)
    {
        int step = _window.DilationY * _window.Width;
        for (int row = FirstRow; row < end; row++)
        {
            ref short x = ref Unsafe.Add(ref plane, (nint)InputElement(row));
            ref short outputs = ref Unsafe.Add(ref y, row * _window.OutputWidth);
            for (int column = 0; column < _window.OutputWidth; column += Lanes)
                Eight(ref Unsafe.Add(ref x, column * _window.StrideX), step).StoreUnsafe(ref outputs, (nuint)column);
        }
    }

    /// <summary>Where the first tap of a row of windows is.</summary>
    private long InputElement(int row) => _window.InputY(row, 0) * (long)_window.Width;

    /// <summary>Of windows that are two columns apart, the first is the low half of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<short> Eight(ref short x, int step)
    {
        var low = Vector128.LoadUnsafe(ref x);
        var high = Vector128.LoadUnsafe(ref x, Lanes);
        for (int row = _window.KernelHeight; row > 0; row--)
        {
            ref short tap = ref x;
            for (int column = _window.KernelWidth; column > 0; column--)
            {
                low = Vector128.Max(low, Vector128.LoadUnsafe(ref tap));
                high = Vector128.Max(high, Vector128.LoadUnsafe(ref tap, Lanes));
                tap = ref Unsafe.Add(ref tap, _window.DilationX);
            }

            x = ref Unsafe.Add(ref x, step);
        }

        return _window.StrideX == 1 ? low : Vector128.Narrow(low.AsInt32(), high.AsInt32());
    }

    private const int Lanes = 8;
}
