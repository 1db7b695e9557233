using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>One filter of three by three over one plane, read where it lies: y[r,c] = Σ w[i,j] · x[r·s + i - top, c·s + j - left] + bias.</summary>
/// <remarks>
/// Shapes: x [height, width] from <paramref name="origin"/> on, readable as far around as <see cref="DepthwiseBlocks"/> says; masks [3, columns]
/// as <see cref="ShiftedPlanes.FillMasks"/>, readable to the sixteenth; y [output height, output width], and what follows there is undefined afterwards. Order: (i, j) ascending,
/// acc = fma(w, x, acc) from +0, padding is +0 and takes part, then one addition of the bias (-0 for none), then <see cref="AtLeast"/>. Aliasing: none.
/// </remarks>
internal readonly ref struct DepthwiseKernel<TStep>(
    Window window, ReadOnlySpan<float> x, int origin, ReadOnlySpan<int> masks, int maskWidth, ReadOnlySpan<float> filter, float bias, float least, Span<float> y) : ILaneKernel
    where TStep : struct, IRowStep
{
    private readonly Window _window = window;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<int> _masks = masks;
    private readonly ReadOnlySpan<float> _filter = filter;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int row = 0; row < _window.OutputHeight; row++)
        {
            for (int column = 0; column < _window.OutputWidth; column++)
                _y[(row * _window.OutputWidth) + column] = AtLeast.Of(Dot(row, column) + bias, least);
        }
    }

    private float Dot(int row, int column)
    {
        float sum = 0f;
        for (int tap = 0; tap < 9; tap++)
        {
            int y = _window.InputY(row, tap / 3);
            int x = _window.InputX(column, tap % 3);
            bool isInside = (uint)y < (uint)_window.Height && (uint)x < (uint)_window.Width;
            sum = MathF.FusedMultiplyAdd(_filter[tap], isInside ? _x[origin + (y * _window.Width) + x] : 0f, sum);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Where rows are shorter than a vector a store runs into the next row, which comes later; rows that nothing follows take a detour.
        int width = _window.OutputWidth;
        int wholeRows = width >= Lanes ? _window.OutputHeight : Math.Clamp((_y.Length - Lanes + width) / width, 0, _window.OutputHeight);

        // The last sixteen columns begin earlier where they can: windows that two vectors have in common come out the same.
        for (int column = 0; column < width; column += Lanes)
        {
            int first = Math.Max(0, Math.Min(column, width - Lanes));
            RunColumns<TLanes>(first, 0, wholeRows, _y[first..], width);
        }

        if (wholeRows < _window.OutputHeight)
            RunLastRows<TLanes>(wholeRows);
    }

    private void RunLastRows<TLanes>(int firstRow)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // What is left is less than a vector, and the last store begins within it.
        Span<float> rows = stackalloc float[2 * Lanes];
        RunColumns<TLanes>(0, firstRow, _window.OutputHeight, rows, _window.OutputWidth);
        Span<float> target = _y[(firstRow * _window.OutputWidth).._window.OutputElements];
        rows[..target.Length].CopyTo(target);
    }

    /// <summary>Sixteen columns of some rows from top to bottom; the rows of x that two windows share are loaded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RunColumns<TLanes>(int first, int firstRow, int endRow, Span<float> target, int targetWidth)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float masks = ref Unsafe.As<int, float>(ref Unsafe.Add(ref MemoryMarshal.GetReference(_masks), first));
        TLanes m0 = TLanes.Load(ref masks, 0), m1 = TLanes.Load(ref masks, (nuint)maskWidth), m2 = TLanes.Load(ref masks, 2 * (nuint)maskWidth);
        ref float filter = ref MemoryMarshal.GetReference(_filter);
        TLanes w0 = Weight<TLanes>(ref filter, 0), w1 = Weight<TLanes>(ref filter, 1), w2 = Weight<TLanes>(ref filter, 2);
        TLanes w3 = Weight<TLanes>(ref filter, 3), w4 = Weight<TLanes>(ref filter, 4), w5 = Weight<TLanes>(ref filter, 5);
        TLanes w6 = Weight<TLanes>(ref filter, 6), w7 = Weight<TLanes>(ref filter, 7), w8 = Weight<TLanes>(ref filter, 8);
        TLanes last = TLanes.Create(bias), lowest = TLanes.Create(least);
        int width = _window.Width, y = _window.InputY(firstRow, 0);
        ref float row = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)origin + ((nint)y * width) + _window.InputX(first, 0));
        ref float sums = ref MemoryMarshal.GetReference(target);
        LoadRow(ref row, IsInside(y), m0, m1, m2, out TLanes a0, out TLanes a1, out TLanes a2);
        LoadRow(ref Unsafe.Add(ref row, width), IsInside(y + 1), m0, m1, m2, out TLanes b0, out TLanes b1, out TLanes b2);
        for (int count = endRow - firstRow; count > 0; count--, y += TStep.Stride)
        {
            if (TStep.Stride == 2)
                LoadRow(ref Unsafe.Add(ref row, width), IsInside(y + 1), m0, m1, m2, out b0, out b1, out b2);
            LoadRow(ref Unsafe.Add(ref row, 2 * width), IsInside(y + 2), m0, m1, m2, out TLanes c0, out TLanes c1, out TLanes c2);
            TLanes sum = TLanes.FusedMultiplyAdd(w2, a2, TLanes.FusedMultiplyAdd(w1, a1, TLanes.FusedMultiplyAdd(w0, a0, TLanes.Zero)));
            sum = TLanes.FusedMultiplyAdd(w5, b2, TLanes.FusedMultiplyAdd(w4, b1, TLanes.FusedMultiplyAdd(w3, b0, sum)));
            sum = TLanes.FusedMultiplyAdd(w8, c2, TLanes.FusedMultiplyAdd(w7, c1, TLanes.FusedMultiplyAdd(w6, c0, sum)));
            TLanes.Store(AtLeast.Of(sum + last, lowest), ref sums, 0);
            (a0, a1, a2) = TStep.Stride == 2 ? (c0, c1, c2) : (b0, b1, b2);
            (b0, b1, b2) = (c0, c1, c2);
            row = ref Unsafe.Add(ref row, TStep.Stride * width);
            sums = ref Unsafe.Add(ref sums, targetWidth);
        }
    }

    private bool IsInside(int y) => (uint)y < (uint)_window.Height;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Weight<TLanes>(ref float filter, int tap)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Create(Unsafe.Add(ref filter, tap));

    /// <summary>The three taps of sixteen windows in one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadRow<TLanes>(ref float row, bool isInside, TLanes m0, TLanes m1, TLanes m2, out TLanes x0, out TLanes x1, out TLanes x2)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (!isInside)
        {
            x0 = x1 = x2 = TLanes.Zero;
            return;
        }

        x0 = TStep.Load<TLanes>(ref row) & m0;
        x1 = TStep.Load<TLanes>(ref Unsafe.Add(ref row, 1)) & m1;
        x2 = TStep.Load<TLanes>(ref Unsafe.Add(ref row, 2)) & m2;
    }

    private const int Lanes = 16;
}
