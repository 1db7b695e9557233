using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The largest of each window over planes of 16-bit integers: rows of a window first, then columns of what is left; or both at once, as <see cref="ShortMaxWindows"/> does.</summary>
/// <remarks>Shapes: x [planes, height, width], y [planes, output height, output width]. A window without a tap inside gives -32,768.</remarks>
internal readonly ref struct ShortMaxPool : IWorkBody
{
    private readonly Window _window;
    private readonly ReadOnlySpan<short> _x;
    private readonly Span<short> _y;
    private readonly Span<short> _rows; // [participants, row elements]
    private readonly ShortMaxWindows _inside;

    private ShortMaxPool(in Window window, ReadOnlySpan<short> x, Span<short> y, Span<short> rows)
    {
        _window = window;
        _x = x;
        _y = y;
        _rows = rows;
        _inside = new ShortMaxWindows(window);
    }

    private int PlaneCount => _y.Length / _window.OutputElements;

    private int PartPlanes => Math.Max(1, PartOutputs / _window.OutputElements);

    /// <summary>Whether rows with their padding are of a size to be laid out: a window may be a million times as large as its plane.</summary>
    public static bool IsFor(in Window window) => window.PadLeft <= MaxReach
        && (long)(window.KernelWidth - 1) * window.DilationX <= MaxReach
        && (long)(window.OutputWidth - 1) * window.StrideX <= window.Width + (2L * MaxReach);

    /// <summary>How many elements of scratch memory a run takes.</summary>
    public static int ScratchElements(in Window window, int participantCount) => checked(RowElements(window) * participantCount);

    /// <summary>Runs; scratch as large as <see cref="ScratchElements"/> says.</summary>
    public static void Run(in Window window, ReadOnlySpan<short> x, Span<short> y, Span<short> scratch, Workers workers)
    {
        if (window.OutputElements == 0)
            return;
        var body = new ShortMaxPool(window, x, y, scratch);
        workers.For(in body, (body.PlaneCount + body.PartPlanes - 1) / body.PartPlanes);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<short> row = _rows.Slice(participant * RowElements(_window), RowElements(_window));
        row.Fill(short.MinValue);
        int end = Math.Min(PlaneCount, (part + 1) * PartPlanes);
        Span<short> y = _y[..(end * _window.OutputElements)]; // what follows is another part's
        for (int plane = part * PartPlanes; plane < end; plane++)
            OverPlane(_x[(plane * _window.PlaneElements)..], row, y[(plane * _window.OutputElements)..]);
    }

    /// <param name="plane">The plane, and those that follow.</param>
    /// <param name="row">Memory for a row.</param>
    /// <param name="y">The outputs of the plane, and those of the planes that follow in this part.</param>
    private void OverPlane(ReadOnlySpan<short> plane, Span<short> row, Span<short> y)
    {
        int endInside = _inside.EndRow(plane.Length, y.Length);
        OverRows(0, _inside.FirstRow, plane, row, y);
        _inside.Run(ref MemoryMarshal.GetReference(plane), endInside, ref MemoryMarshal.GetReference(y));
        OverRows(endInside, _window.OutputHeight, plane, row, y);
    }

    /// <summary>Rows of windows that may meet padding.</summary>
    private void OverRows(int firstOutput, int endOutput, ReadOnlySpan<short> plane, Span<short> row, Span<short> y)
    {
        for (int output = firstOutput; output < endOutput; output++)
        {
            Span<short> outputs = y[(output * _window.OutputWidth)..];
            int inputY = _window.InputY(output, 0);
            bool isInside = inputY >= 0 && inputY + ((long)(_window.KernelHeight - 1) * _window.DilationY) < _window.Height;
            (int first, int end) = isInside ? (0, _window.KernelHeight) : Window.TapsInside(inputY, _window.KernelHeight, _window.DilationY, _window.Height);
            if (first == end)
            {
                outputs[.._window.OutputWidth].Fill(short.MinValue);
                continue;
            }

            OverRows(plane[((inputY + (first * _window.DilationY)) * _window.Width)..], end - first, row.Slice(_window.PadLeft, _window.Width));
            OverColumns(row, outputs, _window.OutputWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OverRows(ReadOnlySpan<short> x, int rowCount, Span<short> row)
    {
        int start = 0;
        int step = rowCount > 1 ? _window.DilationY * _window.Width : 0;
        if (Vector128.IsHardwareAccelerated && row.Length >= 8)
        {
            for (; start < row.Length; start += 8)
            {
                // The last vector begins earlier: what two vectors have in common comes out the same.
                ref short at = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), Math.Min(start, row.Length - 8));
                var most = Vector128.LoadUnsafe(ref at);
                for (int tap = 1; tap < rowCount; tap++)
                {
                    at = ref Unsafe.Add(ref at, step);
                    most = Vector128.Max(most, Vector128.LoadUnsafe(ref at));
                }

                most.StoreUnsafe(ref MemoryMarshal.GetReference(row), (nuint)Math.Min(start, row.Length - 8));
            }
        }

        for (; start < row.Length; start++)
        {
            short most = x[start];
            for (int tap = 1; tap < rowCount; tap++)
                most = Math.Max(most, x[start + (tap * step)]);
            row[start] = most;
        }
    }

    /// <param name="row">The largest of each column.</param>
    /// <param name="y">The outputs of the row, and what follows them in the plane: that may be written to, its own row comes later.</param>
    /// <param name="count">Outputs of the row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OverColumns(ReadOnlySpan<short> row, Span<short> y, int count)
    {
        if (Vector128.IsHardwareAccelerated && _window.StrideX <= 2)
        {
            int start = 0;
            for (; start < count && start <= y.Length - 8; start += 8)
                Eight(row, start).StoreUnsafe(ref MemoryMarshal.GetReference(y), (nuint)start);
            if (start < count)
            {
                Span<short> last = stackalloc short[8];
                Eight(row, start).StoreUnsafe(ref last[0]);
                last[..(count - start)].CopyTo(y[start..]);
            }

            return;
        }

        for (int output = 0; output < count; output++)
        {
            short most = short.MinValue;
            for (int tap = 0; tap < _window.KernelWidth; tap++)
                most = Math.Max(most, row[(output * _window.StrideX) + (tap * _window.DilationX)]);
            y[output] = most;
        }
    }

    /// <summary>Eight windows that are one or two elements apart; of two, the first is the low half of 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<short> Eight(ReadOnlySpan<short> row, int output)
    {
        ref short at = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), output * _window.StrideX);
        var low = Vector128.LoadUnsafe(ref at);
        var high = Vector128.LoadUnsafe(ref at, 8);
        for (int tap = 1; tap < _window.KernelWidth; tap++)
        {
            at = ref Unsafe.Add(ref at, _window.DilationX);
            low = Vector128.Max(low, Vector128.LoadUnsafe(ref at));
            high = Vector128.Max(high, Vector128.LoadUnsafe(ref at, 8));
        }

        return _window.StrideX == 1 ? low : Vector128.Narrow(low.AsInt32(), high.AsInt32());
    }

    /// <summary>A row with its padding, and what the last vectors reach further.</summary>
    private static int RowElements(in Window window) => checked(
        Math.Max(window.PadLeft + window.Width, ((window.OutputWidth - 1) * window.StrideX) + ((window.KernelWidth - 1) * window.DilationX)) + 32);

    private const int MaxReach = 1 << 12;
    private const int PartOutputs = 1 << 14;
}
