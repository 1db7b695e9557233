using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Padded planes taken apart by the remainders of row and column modulo the stride: then neighbouring windows have neighbouring taps, whatever the stride.</summary>
/// <remarks>
/// Shapes: a plane is [row phases, column phases, rows, pitch]; element (row, column) of phase (i, j) is the element (row·stride + i,
/// column·stride + j) of the padded plane, padding being +0. The window at output (y, x) has its tap (r, c) at TapOffset(r, c) + y·pitch + x.
/// </remarks>
internal readonly struct PhasePlanes
{
    private readonly Window _window;
    private readonly int _rowPhases;
    private readonly int _columnPhases;
    private readonly int _rows;

    private PhasePlanes(in Window window, int rowPhases, int columnPhases, int rows, int pitch)
    {
        _window = window;
        _rowPhases = rowPhases;
        _columnPhases = columnPhases;
        _rows = rows;
        Pitch = pitch;
    }

    /// <summary>From one row of a phase to the next; the windows of an output row are as far from those of the next.</summary>
    public int Pitch { get; }

    /// <summary>The elements of one plane.</summary>
    public int PlaneElements => _rowPhases * _columnPhases * _rows * Pitch;

    /// <summary>Whether a plane as it is serves: every window is one element, and all elements are windows.</summary>
    public bool IsPlaneItself => _window.TapCount == 1 && _window.OutputElements == _window.PlaneElements && _window.PadTop == 0 && _window.PadLeft == 0;

    /// <summary>The planes for a window; false if they would be out of proportion to the planes and windows, as with giant gaps or padding.</summary>
    public static bool TryCreate(in Window window, out PhasePlanes planes)
    {
        long rowReach = (window.KernelHeight - 1L) * window.DilationY;
        long columnReach = (window.KernelWidth - 1L) * window.DilationX;
        long rows = window.OutputHeight + (rowReach / window.StrideY);
        long pitch = window.OutputWidth + (columnReach / window.StrideX);
        long rowPhases = Math.Min(window.StrideY, rowReach + 1);
        long columnPhases = Math.Min(window.StrideX, columnReach + 1);
        Int128 elements = (Int128)(rowPhases * columnPhases) * rows * pitch;
        bool fits = window.TapCount <= MaxTaps && elements <= (4L * window.PlaneElements) + (4L * window.OutputElements) + SmallPlane;
        planes = fits ? new PhasePlanes(window, (int)rowPhases, (int)columnPhases, (int)rows, (int)pitch) : default;
        return fits;
    }

    /// <summary>Where the taps of the first window are, row by row.</summary>
    public void TapOffsets(Span<int> offsets)
    {
        for (int tap = 0; tap < offsets.Length; tap++)
        {
            int row = tap / _window.KernelWidth * _window.DilationY;
            int column = tap % _window.KernelWidth * _window.DilationX;
            int phase = (row % _window.StrideY * _columnPhases) + (column % _window.StrideX);
            offsets[tap] = (((phase * _rows) + (row / _window.StrideY)) * Pitch) + (column / _window.StrideX);
        }
    }

    /// <summary>Takes one plane apart; <paramref name="padding"/> is what stands outside.</summary>
    public void Fill<T>(ReadOnlySpan<T> plane, Span<T> target, T padding = default)
        where T : unmanaged
    {
        int position = 0;
        for (int phase = 0; phase < _rowPhases * _columnPhases; phase++)
        {
            for (int row = 0; row < _rows; row++, position += Pitch)
            {
                int y = (row * _window.StrideY) + (phase / _columnPhases) - _window.PadTop;
                ReadOnlySpan<T> source = (uint)y < (uint)_window.Height ? plane.Slice(y * _window.Width, _window.Width) : default;
                FillRow(source, (phase % _columnPhases) - _window.PadLeft, target.Slice(position, Pitch), padding);
            }
        }
    }

    /// <summary>The same of binary32 by instructions of AVX2, +0 outside; columns are neighbours or two apart.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="readable">How many elements are readable from there on.</param>
    /// <param name="target">The elements of one plane.</param>
    public unsafe void Fill256(float* plane, nint readable, float* target)
    {
        for (int phase = 0; phase < _rowPhases * _columnPhases; phase++)
        {
            int x = (phase % _columnPhases) - _window.PadLeft;
            (int first, int end) = Window.TapsInside(x, Pitch, _window.StrideX, _window.Width);
            x += first * _window.StrideX;
            int y = (phase / _columnPhases) - _window.PadTop;
            for (int row = 0; row < _rows; row++, y += _window.StrideY, target += Pitch)
            {
                bool isInside = (uint)y < (uint)_window.Height;
                for (int column = 0; column < (isInside ? first : Pitch); column++)
                    target[column] = 0f;
                for (int column = end; column < Pitch; column++)
                    target[column] = 0f;
                if (!isInside)
                    continue;
                float* source = plane + ((nint)y * _window.Width) + x;
                if (_window.StrideX == 1)
                    EveryOther.CopyAll(source, target + first, end - first);
                else
                    EveryOther.Copy256(source, readable - (nint)(source - plane), target + first, end - first);
            }
        }
    }

    /// <summary>Every stride-th element from <paramref name="x"/> on.</summary>
    private void FillRow<T>(ReadOnlySpan<T> source, int x, Span<T> row, T padding)
        where T : unmanaged
    {
        int origin = x;
        (int first, int end) = source.IsEmpty ? (0, 0) : Window.TapsInside(x, row.Length, _window.StrideX, source.Length);
        row[..first].Fill(padding);
        row[end..].Fill(padding);
        if (_window.StrideX == 1)
        {
            source.Slice(Math.Max(0, x + first), end - first).CopyTo(row[first..]);
            return;
        }

        x += first * _window.StrideX;
        if (Unsafe.SizeOf<T>() == sizeof(float) && _window.StrideX == 2 && first < end)
            first += EveryOther.Copy(MemoryMarshal.Cast<T, float>(source[x..]), MemoryMarshal.Cast<T, float>(row[first..end]));
        x = origin + (first * _window.StrideX);
        for (int i = first; i < end; i++, x += _window.StrideX)
            row[i] = source[x];
    }

    /// <summary>The most taps of a window that is worked on in this form.</summary>
    public const int MaxTaps = 256;
    private const long SmallPlane = 4096;
}
