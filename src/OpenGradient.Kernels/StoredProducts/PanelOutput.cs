using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>The sums of sixteen outputs, with their bias if there is one, to where they belong in the rows of y; NaNs in the one form.</summary>
/// <remarks>Shapes: sums [rows, 16], contiguous; bias [16] or nothing; y from the first of the outputs in the first row on, a step from row to row.</remarks>
internal readonly ref struct PanelOutput(ReadOnlySpan<float> sums, ReadOnlySpan<float> bias, Span<float> y, int step) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _sums = sums;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar() => RunScalar(PanelBlock.OutputCount);

    /// <summary>The same for the first few of the outputs.</summary>
    public void RunScalar(int count)
    {
        for (int row = 0; row < _sums.Length / PanelBlock.OutputCount; row++)
        {
            ReadOnlySpan<float> sums = _sums.Slice(row * PanelBlock.OutputCount, count);
            Span<float> y = _y.Slice(row * step, count);
            for (int output = 0; output < count; output++)
                y[output] = CanonicalNaN.Of(_bias.IsEmpty ? sums[output] : sums[output] + _bias[output]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float sums = ref MemoryMarshal.GetReference(_sums);
        bool hasBias = !_bias.IsEmpty;
        TLanes bias = hasBias ? TLanes.Load(in _bias[..PanelBlock.OutputCount][0], 0) : TLanes.Zero;
        for (int row = 0; row < _sums.Length / PanelBlock.OutputCount; row++)
        {
            TLanes sum = TLanes.Load(in sums, (nuint)(row * PanelBlock.OutputCount));
            TLanes.Store(CanonicalNaN.Of(hasBias ? sum + bias : sum), ref _y.Slice(row * step, PanelBlock.OutputCount)[0], 0);
        }
    }
}
