using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[r,o] = Σ x[r,k]·w[k,o] (+ bias): one accumulator for each output, acc = fma(x, w, acc), k ascending, from +0.</summary>
/// <remarks>
/// Computes: the dot product, then one rounded addition of the bias if there is one; NaNs canonical.
/// Shapes: x [rows, depth]; w in panels of sixteen outputs, w[k,o] at panel o/16, k, lane o%16; y [rows, outputs]; steps as in
/// <see cref="ProductShape"/>. Every panel is readable to its sixteenth lane; lanes past the last output are not stored.
/// Order: k ascending for each output, so no tile, width or thread count can change a bit. Aliasing: y overlaps nothing.
/// </remarks>
internal readonly ref struct ProductKernel : ILaneKernel
{
    private readonly ProductShape _shape;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _panels;
    private readonly ReadOnlySpan<float> _outputBias; // [panels · 16] or empty
    private readonly ReadOnlySpan<float> _rowBias; // [rows] or empty
    private readonly Span<float> _y;

    public ProductKernel(
        ProductShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> panels, ReadOnlySpan<float> outputBias, ReadOnlySpan<float> rowBias, Span<float> y)
    {
        Debug.Assert(outputBias.IsEmpty || rowBias.IsEmpty, "At most one bias.");
        _shape = shape;
        _x = x;
        _panels = panels;
        _outputBias = outputBias;
        _rowBias = rowBias;
        _y = y;
    }

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int row = 0; row < _shape.RowCount; row++)
        {
            for (int output = 0; output < _shape.OutputCount; output++)
                _y[(row * _shape.YStep) + output] = Dot(row, output);
        }
    }

    private float Dot(int row, int output)
    {
        int x = row * _shape.XStep;
        int w = (output / 16 * _shape.PanelStep) + (output % 16);
        float accumulator = 0f;
        for (int k = 0; k < _shape.Depth; k++)
            accumulator = MathF.FusedMultiplyAdd(_x[x + k], _panels[w + (k * _shape.DepthStep)], accumulator);
        if (!_outputBias.IsEmpty)
            accumulator += _outputBias[output];
        if (!_rowBias.IsEmpty)
            accumulator += _rowBias[row];
        return CanonicalNaN.Of(accumulator);
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_shape.RowCount == 0)
            return;
        Span<float> minusZeros = stackalloc float[16];
        minusZeros.Fill(-0f);
        int panelCount = (_shape.OutputCount + 15) / 16;
        int wholePanels = _shape.OutputCount / 16;
        int panel = 0;
        while (panel < panelCount)
        {
            // Few rows: more panels at once hide the latency of the multiply-adds. Many rows: two panels share each broadcast.
            int width = _shape.RowCount < 4 ? 4 : TLanes.AccumulatorCount >= 16 ? 2 : 1;
            width = panel + width <= wholePanels ? width : 1;
            if (panel < wholePanels)
                RunPanels<TLanes>(panel, width, _y[(panel * 16)..], _shape.YStep, 0, _shape.RowCount, minusZeros);
            else
                RunLastPanel<TLanes>(panel, minusZeros);
            panel += width;
        }
    }

    /// <summary>The panel with fewer than sixteen outputs: whole tiles into a small buffer, then what exists into y.</summary>
    private void RunLastPanel<TLanes>(int panel, ReadOnlySpan<float> minusZeros)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> buffer = stackalloc float[6 * 16];
        int outputs = _shape.OutputCount - (panel * 16);
        for (int row = 0; row < _shape.RowCount; row += 6)
        {
            int rows = Math.Min(6, _shape.RowCount - row);
            RunPanels<TLanes>(panel, 1, buffer, 16, row, rows, minusZeros);
            for (int r = 0; r < rows; r++)
                buffer.Slice(r * 16, outputs).CopyTo(_y.Slice(((row + r) * _shape.YStep) + (panel * 16), outputs));
        }
    }

    private void RunPanels<TLanes>(
        int panel, int width, Span<float> y, int yStep, int firstRow, int rowCount, ReadOnlySpan<float> minusZeros)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref float none = ref MemoryMarshal.GetReference(minusZeros);
        var tile = new ProductTile
        {
            X = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), firstRow * _shape.XStep),
            XStep = (nuint)_shape.XStep,
            Panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(_panels), (nint)panel * _shape.PanelStep),
            PanelStep = (nuint)_shape.PanelStep,
            DepthStep = (nuint)_shape.DepthStep,
            Depth = (nuint)_shape.Depth,
            Y = ref MemoryMarshal.GetReference(y),
            YStep = (nuint)yStep,
            OutputBias = ref _outputBias.IsEmpty ? ref none : ref Unsafe.Add(ref MemoryMarshal.GetReference(_outputBias), panel * 16),
            OutputBiasStep = _outputBias.IsEmpty ? 0u : 16u,
            RowBias = ref _rowBias.IsEmpty ? ref none : ref Unsafe.Add(ref MemoryMarshal.GetReference(_rowBias), firstRow),
            RowBiasStep = _rowBias.IsEmpty ? 0u : 1u,
        };
        while (rowCount > 0)
        {
            int rows = RunTile<TLanes>(in tile, width, rowCount);
            tile.X = ref Unsafe.Add(ref tile.X, rows * _shape.XStep);
            tile.Y = ref Unsafe.Add(ref tile.Y, rows * yStep);
            tile.RowBias = ref Unsafe.Add(ref tile.RowBias, rows * (int)tile.RowBiasStep);
            rowCount -= rows;
        }
    }

    /// <summary>Runs the largest tile that fits; returns how many rows it took.</summary>
    private static int RunTile<TLanes>(ref readonly ProductTile tile, int width, int rowCount)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (width, rowCount)
        {
            case (2, >= 8):
                ProductTiles.Tile8x2<TLanes>(in tile);
                return 8;
            case (2, >= 4):
                ProductTiles.Tile4x2<TLanes>(in tile);
                return 4;
            case (4, _):
                ProductTiles.Tile1x4<TLanes>(in tile);
                return 1;
            case (1, >= 6) when TLanes.AccumulatorCount >= 6:
                ProductTiles.Tile6x1<TLanes>(in tile);
                return 6;
            case (1, >= 3):
                ProductTiles.Tile3x1<TLanes>(in tile);
                return 3;
            case (1, _):
                ProductTiles.Tile1x1<TLanes>(in tile);
                return 1;
            default:
                // One to three rows are left beside a pair of panels: one panel after the other.
                RunPair<TLanes>(in tile, rowCount);
                return rowCount >= 3 ? 3 : 1;
        }
    }

    private static void RunPair<TLanes>(ref readonly ProductTile tile, int rowCount)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ProductTile single = tile;
        RunTile<TLanes>(in single, 1, Math.Min(rowCount, 3));
        single.Panel = ref Unsafe.Add(ref single.Panel, single.PanelStep);
        single.OutputBias = ref Unsafe.Add(ref single.OutputBias, single.OutputBiasStep);
        single.Y = ref Unsafe.Add(ref single.Y, 16);
        RunTile<TLanes>(in single, 1, Math.Min(rowCount, 3));
    }
}
