namespace OpenGradient.Kernels;

/// <summary>
/// Input planes laid out so that windows need not be: two channels side by side in 32 bits, padding written out, and rows and columns that a
/// stride skips apart from each other. Then a tap of all windows of a plane, in row after row, is one stretch of memory.
/// </summary>
/// <remarks>
/// Window (row, column) of an output plane has number row · <see cref="Pitch"/> + column; columns beyond the plane are windows that nobody asked for.
/// Tap (pair, y, x) of window number n lies at its offset + n.
/// </remarks>
internal readonly struct FixedPlanes
{
    private readonly Window _window;
    private readonly int _pairCount;
    private readonly int _phasesX;
    private readonly int _phasesY;
    private readonly int _rows;

    public FixedPlanes(in ConvolutionShape shape)
    {
        _window = shape.Window;
        _pairCount = (shape.GroupInputs + 1) / 2;
        _phasesY = Phases(_window.StrideY, _window.KernelHeight, _window.DilationY);
        _phasesX = Phases(_window.StrideX, _window.KernelWidth, _window.DilationX);
        _rows = checked(_window.OutputHeight + ((_window.KernelHeight - 1) * _window.DilationY / _window.StrideY));
        Pitch = checked(_window.OutputWidth + ((_window.KernelWidth - 1) * _window.DilationX / _window.StrideX));
    }

    /// <summary>From a window to the one below.</summary>
    public int Pitch { get; }

    /// <summary>Windows of a plane, those that nobody asked for included, in whole tiles.</summary>
    public int TiledWindows => checked(((_window.OutputHeight * Pitch) + PairTile.Lanes - 1) / PairTile.Lanes * PairTile.Lanes);

    /// <summary>Channels by two; a last odd one is paired with zeros.</summary>
    public int PairCount => _pairCount;

    /// <summary>What the planes take, in pairs; a tile may read beyond the last window, and that one beyond its row.</summary>
    public int Elements => checked((_pairCount * PairElements) + Pitch + PairTile.Lanes);

    private int PhaseElements => checked(_rows * Pitch);

    private int PairElements => checked(PhaseElements * _phasesX * _phasesY);

    /// <summary>Where the first window finds each tap, in the order pair, row, column.</summary>
    public void TapOffsets(Span<int> offsets)
    {
        int taps = Math.Min(_window.TapCount, offsets.Length);
        for (int tap = 0; tap < taps; tap++)
            offsets[tap] = Place(tap / _window.KernelWidth * _window.DilationY, tap % _window.KernelWidth * _window.DilationX);
        int pairElements = PairElements;
        for (int position = taps; position < offsets.Length; position++)
            offsets[position] = offsets[position - taps] + pairElements;
    }

    /// <summary>Lays out one pair of planes.</summary>
    public void Fill(int pair, ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> planes)
    {
        Span<int> all = planes.Slice(pair * PairElements, PairElements);
        all.Clear();
        for (int phaseY = 0; phaseY < _phasesY; phaseY++)
        {
            for (int phaseX = 0; phaseX < _phasesX; phaseX++)
                FillPhase(phaseY, phaseX, low, high, all.Slice(((phaseY * _phasesX) + phaseX) * PhaseElements, PhaseElements));
        }
    }

    /// <summary>Clears what lies behind the last plane.</summary>
    public void ClearEnd(Span<int> planes) => planes[(_pairCount * PairElements)..].Clear();

    private void FillPhase(int phaseY, int phaseX, ReadOnlySpan<short> low, ReadOnlySpan<short> high, Span<int> phase)
    {
        // The rows and columns of this phase that lie inside: a row r holds input row r · stride + phase - padding.
        (int firstRow, int endRow) = Window.TapsInside(phaseY - _window.PadTop, _rows, _window.StrideY, _window.Height);
        (int first, int end) = Window.TapsInside(phaseX - _window.PadLeft, Pitch, _window.StrideX, _window.Width);
        for (int row = firstRow; row < endRow; row++)
        {
            int start = (((row * _window.StrideY) + phaseY - _window.PadTop) * _window.Width) + (first * _window.StrideX) + phaseX - _window.PadLeft;
            Span<int> target = phase.Slice((row * Pitch) + first, end - first);
            if (target.IsEmpty)
                return;
            if (_window.StrideX == 1)
                LanePairs.Join(low[start..], high.IsEmpty ? high : high[start..], target);
            else
                LanePairs.JoinEvery(_window.StrideX, low[start..], high.IsEmpty ? high : high[start..], target);
        }
    }

    private int Place(int y, int x) =>
        ((((y % _window.StrideY * _phasesX) + (x % _window.StrideX)) * _rows) + (y / _window.StrideY)) * Pitch + (x / _window.StrideX);

    /// <summary>Of the rows (or columns) that a stride tells apart, how many the taps can reach.</summary>
    private static int Phases(int stride, int taps, int dilation) => (int)Math.Min(stride, (((long)taps - 1) * dilation) + 1);
}
