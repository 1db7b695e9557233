using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The largest of each window of a plane, NaN if one is: the rows of a row of windows first, then columns of what is left.</summary>
/// <remarks>
/// Shapes: x [height, width], y [output height, output width], both at least sixteen wide; row: -∞, as long as <see cref="MaxPoolRows"/> says.
/// Order: none, <see cref="Max"/> does not depend on it. Aliasing: none.
/// </remarks>
internal readonly ref struct MaxPoolRowsKernel<TStep>(Window window, ReadOnlySpan<float> x, Span<float> row, Span<float> y) : ILaneKernel
    where TStep : struct, IRowStep
{
    private readonly Window _window = window;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<float> _row = row;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar() => Pooling.Max(_window, _x, _y);

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int output = 0; output < _window.OutputHeight; output++)
        {
            Span<float> y = _y.Slice(output * _window.OutputWidth, _window.OutputWidth);
            int inputY = _window.InputY(output, 0);
            (int first, int end) = Window.TapsInside(inputY, _window.KernelHeight, _window.DilationY, _window.Height);
            if (first == end)
            {
                y.Fill(float.NegativeInfinity);
                continue;
            }

            OverRows<TLanes>(_x[((inputY + (first * _window.DilationY)) * _window.Width)..], end - first, _row.Slice(_window.PadLeft, _window.Width));
            OverColumns<TLanes>(_row, y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OverRows<TLanes>(ReadOnlySpan<float> x, int rowCount, Span<float> row)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float target = ref MemoryMarshal.GetReference(row);
        nint step = (nint)_window.DilationY * _window.Width;
        for (int i = 0; i < row.Length; i += Lanes)
        {
            // The last vector begins earlier: what two vectors have in common comes out the same.
            nuint start = (nuint)Math.Min(i, row.Length - Lanes);
            ref float at = ref Unsafe.Add(ref MemoryMarshal.GetReference(x), start);
            TLanes largest = TLanes.Load(ref at, 0);
            for (int tap = 1; tap < rowCount; tap++)
            {
                at = ref Unsafe.Add(ref at, step);
                largest = default(Max).Apply(largest, TLanes.Load(ref at, 0));
            }

            TLanes.Store(largest, ref target, start);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void OverColumns<TLanes>(ReadOnlySpan<float> row, Span<float> y)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float target = ref MemoryMarshal.GetReference(y);
        int width = _window.KernelWidth;
        for (int i = 0; i < y.Length; i += Lanes)
        {
            int start = Math.Min(i, y.Length - Lanes);
            ref float at = ref Unsafe.Add(ref MemoryMarshal.GetReference(row), start * TStep.Stride);
            TLanes largest = TStep.Load<TLanes>(ref at);
            for (int tap = 1; tap < width; tap++)
                largest = default(Max).Apply(largest, TStep.Load<TLanes>(ref Unsafe.Add(ref at, tap)));
            TLanes.Store(CanonicalNaN.Of(largest), ref target, (nuint)start);
        }
    }

    private const int Lanes = 16;
}
