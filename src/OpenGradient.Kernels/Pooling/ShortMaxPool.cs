using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OpenGradient.Kernels;

/// <summary>The largest of each window over planes of 16-bit integers: rows of a window first, then columns of what is left.</summary>
/// <remarks>Shapes: x [planes, height, width], y [planes, output height, output width]. A window without a tap inside gives -32,768.</remarks>
internal readonly ref struct ShortMaxPool : IWorkBody
{
    private readonly Window _window;
    private readonly ReadOnlySpan<short> _x;
    private readonly Span<short> _y;
    private readonly Span<short> _rows; // [participants, width]

    private ShortMaxPool(in Window window, ReadOnlySpan<short> x, Span<short> y, Span<short> rows)
    {
        _window = window;
        _x = x;
        _y = y;
        _rows = rows;
    }

    /// <summary>Runs; scratch [participants, width].</summary>
    public static void Run(in Window window, ReadOnlySpan<short> x, Span<short> y, Span<short> scratch, Workers workers)
    {
        if (window.OutputElements == 0)
            return;
        var body = new ShortMaxPool(window, x, y, scratch);
        workers.For(in body, y.Length / window.OutputElements);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        Span<short> row = _rows.Slice(participant * _window.Width, _window.Width);
        ReadOnlySpan<short> plane = _x.Slice(part * _window.PlaneElements, _window.PlaneElements);
        for (int output = 0; output < _window.OutputHeight; output++)
        {
            int inputY = _window.InputY(output, 0);
            (int first, int end) = Window.TapsInside(inputY, _window.KernelHeight, _window.DilationY, _window.Height);
            row.Fill(short.MinValue);
            for (int tap = first; tap < end; tap++)
                Raise(row, plane.Slice((inputY + (tap * _window.DilationY)) * _window.Width, _window.Width));
            AlongColumns(row, _y.Slice((part * _window.OutputElements) + (output * _window.OutputWidth), _window.OutputWidth));
        }
    }

    private static void Raise(Span<short> most, ReadOnlySpan<short> row)
    {
        int start = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref short target = ref MemoryMarshal.GetReference(most);
            for (; start <= most.Length - 16; start += 16)
                Vector256.Max(Vector256.LoadUnsafe(ref target, (nuint)start), Vector256.LoadUnsafe(in MemoryMarshal.GetReference(row), (nuint)start)).StoreUnsafe(ref target, (nuint)start);
        }

        for (; start < most.Length; start++)
            most[start] = Math.Max(most[start], row[start]);
    }

    private void AlongColumns(ReadOnlySpan<short> row, Span<short> y)
    {
        for (int output = 0; output < y.Length; output++)
        {
            int inputX = _window.InputX(output, 0);
            (int first, int end) = inputX >= 0 && inputX + ((_window.KernelWidth - 1) * _window.DilationX) < row.Length
                ? (0, _window.KernelWidth)
                : Window.TapsInside(inputX, _window.KernelWidth, _window.DilationX, _window.Width);
            short most = short.MinValue;
            for (int tap = first; tap < end; tap++)
                most = Math.Max(most, row[inputX + (tap * _window.DilationX)]);
            y[output] = most;
        }
    }
}
