using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[r,o] = Σ x[r,k]·w[k,o] (+ bias): one accumulator for each output, acc = fma(x, w, acc), k ascending, from +0.</summary>
/// <remarks>
/// Computes: the dot product, then one rounded addition of the bias if there is one; NaNs canonical.
/// Shapes: x [rows, depth] as <see cref="RowStrips"/>; w in panels of sixteen outputs, w[k,o] at panel o/16, k,
/// lane o%16; y [rows, outputs]; steps as in <see cref="ProductShape"/>. Every panel is readable to its sixteenth lane; lanes past the
/// last output are not stored. Order: k ascending for each output, so no tile, width or thread count can change a bit. Aliasing: none.
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
        int strip = row / RowStrips.Height * RowStrips.Height;
        int step = RowStrips.HeightAt(strip, _shape.RowCount);
        int x = (strip * _shape.Depth) + (row - strip);
        int w = (output / 16 * _shape.PanelStep) + (output % 16);
        float accumulator = 0f;
        for (int k = 0; k < _shape.Depth; k++)
            accumulator = MathF.FusedMultiplyAdd(_x[x + (k * step)], _panels[w + (k * _shape.DepthStep)], accumulator);
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
        Span<float> minusZeros = stackalloc float[16];
        minusZeros.Fill(-0f);
        ref float none = ref MemoryMarshal.GetReference(minusZeros);
        for (int first = 0; first < _shape.RowCount; first += RowStrips.Height)
        {
            int height = RowStrips.HeightAt(first, _shape.RowCount);
            int present = Math.Min(height, _shape.RowCount - first);
            var tile = new ProductTile
            {
                X = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)first * _shape.Depth),
                XStep = (nuint)height,
                Panel = ref MemoryMarshal.GetReference(_panels),
                PanelStep = (nuint)_shape.PanelStep,
                DepthStep = (nuint)_shape.DepthStep,
                Depth = (nuint)_shape.Depth,
                Y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)first * _shape.YStep),
                YStep = (nuint)_shape.YStep,
                OutputBias = ref _outputBias.IsEmpty ? ref none : ref MemoryMarshal.GetReference(_outputBias),
                OutputBiasStep = _outputBias.IsEmpty ? 0u : 16u,
                RowBias = ref _rowBias.IsEmpty ? ref none : ref Unsafe.Add(ref MemoryMarshal.GetReference(_rowBias), first),
                RowBiasStep = _rowBias.IsEmpty ? 0u : 1u,
            };
            RunStrip<TLanes>(ref tile, height, present, height == 1 ? 4 : TLanes.AccumulatorCount >= 24 ? 2 : 1);
        }
    }

    /// <summary>One strip against all panels.</summary>
    private void RunStrip<TLanes>(ref ProductTile tile, int height, int present, int panelsAtOnce)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int wholePanels = _shape.OutputCount / 16;
        int panel = 0;
        while (panel < _shape.PanelCount)
        {
            int panels = panel + panelsAtOnce <= wholePanels ? panelsAtOnce : 1;
            if (present == height && panel < wholePanels)
                RunRows<TLanes>(tile, height, panels);
            else if (panel == wholePanels && height > 1 && _shape.OutputCount % 16 <= 4)
                ProductColumns.Run<TLanes>(in tile, present, _shape.OutputCount % 16);
            else
                RunPart<TLanes>(in tile, height, present, panels, Math.Min(panels * 16, _shape.OutputCount - (panel * 16)));
            tile.MoveRight(panels);
            panel += panels;
        }
    }

    /// <summary>Where rows or outputs are missing: the whole tile into a small buffer, then what exists into y.</summary>
    private static void RunPart<TLanes>(scoped in ProductTile tile, int height, int rows, int panels, int outputs)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        Span<float> buffer = stackalloc float[RowStrips.Height * BufferStep];
        Span<float> biases = stackalloc float[RowStrips.Height];
        for (int row = 0; row < rows; row++)
            biases[row] = Unsafe.Add(ref tile.RowBias, row * (nint)tile.RowBiasStep);
        var part = new ProductTile
        {
            X = ref tile.X,
            XStep = tile.XStep,
            Panel = ref tile.Panel,
            PanelStep = tile.PanelStep,
            DepthStep = tile.DepthStep,
            Depth = tile.Depth,
            Y = ref MemoryMarshal.GetReference(buffer),
            YStep = BufferStep,
            OutputBias = ref tile.OutputBias,
            OutputBiasStep = tile.OutputBiasStep,
            RowBias = ref MemoryMarshal.GetReference(biases),
            RowBiasStep = 1,
        };
        RunRows<TLanes>(part, height, panels);
        for (int row = 0; row < rows; row++)
            buffer.Slice(row * BufferStep, outputs).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref tile.Y, row * (nint)tile.YStep), outputs));
    }

    /// <summary>All rows of a strip against one to four panels, in the tiles that suit the registers.</summary>
    private static void RunRows<TLanes>(scoped ProductTile tile, int height, int panels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        while (height > 0)
        {
            int rows = RunTile<TLanes>(in tile, height, panels);
            tile.Finish<TLanes>(rows, panels);
            tile.MoveDown(rows);
            height -= rows;
        }
    }

    private static int RunTile<TLanes>(ref readonly ProductTile tile, int height, int panels)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (height == 1 && panels == 4)
            ProductTiles.Tile1x4<TLanes>(in tile);
        else if (height == 1)
            ProductTiles.Tile1x1<TLanes>(in tile);
        else if (typeof(TLanes) == typeof(Lanes512))
            return ProductTiles512.Run(in tile, height, panels);
        else if (typeof(TLanes) == typeof(Lanes256x2))
            return ProductTiles256.Run(in tile, height);
        else
            ProductTiles.Tile2x1<TLanes>(in tile);
        return Math.Min(height, 2);
    }

    private const int BufferStep = 32; // two panels
}
