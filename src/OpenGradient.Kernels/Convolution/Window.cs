namespace OpenGradient.Kernels;

/// <summary>How a window moves over a plane: two axes, outermost first; a line is a plane of height 1.</summary>
/// <param name="Height">Input rows.</param>
/// <param name="Width">Input columns.</param>
/// <param name="KernelHeight">Window rows.</param>
/// <param name="KernelWidth">Window columns.</param>
/// <param name="StrideY">Rows between windows.</param>
/// <param name="StrideX">Columns between windows.</param>
/// <param name="DilationY">Rows between taps of a window.</param>
/// <param name="DilationX">Columns between taps of a window.</param>
/// <param name="PadTop">Rows added above.</param>
/// <param name="PadLeft">Columns added on the left.</param>
/// <param name="OutputHeight">Windows from top to bottom.</param>
/// <param name="OutputWidth">Windows from left to right.</param>
internal readonly record struct Window(
    int Height, int Width, int KernelHeight, int KernelWidth, int StrideY, int StrideX, int DilationY, int DilationX,
    int PadTop, int PadLeft, int OutputHeight, int OutputWidth)
{
    /// <summary>Elements of an input plane.</summary>
    public int PlaneElements => Height * Width;

    /// <summary>Taps of a window.</summary>
    public int TapCount => KernelHeight * KernelWidth;

    /// <summary>Elements of an output plane.</summary>
    public int OutputElements => OutputHeight * OutputWidth;

    /// <summary>The input row of window row <paramref name="tap"/> of the windows in output row <paramref name="y"/>; may lie outside.</summary>
    public int InputY(int y, int tap) => (y * StrideY) - PadTop + (tap * DilationY);

    /// <summary>The input column of window column <paramref name="tap"/> of the window at output column <paramref name="x"/>; may lie outside.</summary>
    public int InputX(int x, int tap) => (x * StrideX) - PadLeft + (tap * DilationX);

    /// <summary>Of <paramref name="count"/> taps, <paramref name="step"/> apart from <paramref name="origin"/> on, those from 0 up to <paramref name="size"/>: [first, end).</summary>
    /// <remarks>Worked out, not walked through: a window may be a million times as large as its plane.</remarks>
    public static (int First, int End) TapsInside(long origin, int count, int step, long size)
    {
        long first = origin >= 0 ? 0 : (step - 1 - origin) / step;
        long end = origin >= size ? 0 : Math.Min(count, (size - origin + step - 1) / step);
        return first < end ? ((int)first, (int)end) : (0, 0);
    }
}
