namespace OpenGradient.Kernels;

/// <summary>A product cut into blocks of rows and outputs, whose sizes follow from its shape; every output is whole within one block.</summary>
internal readonly ref struct ProductBlocks : IWorkBody
{
    private readonly ProductShape _shape;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _panels;
    private readonly ReadOnlySpan<float> _outputBias; // [panels · 16] or empty
    private readonly ReadOnlySpan<float> _rowBias; // [rows] or empty
    private readonly Span<float> _y;
    private readonly int _blockRows;
    private readonly int _blockOutputs;
    private readonly int _blocksAcross;

    private ProductBlocks(
        ProductShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> panels, ReadOnlySpan<float> outputBias, ReadOnlySpan<float> rowBias, Span<float> y)
    {
        _shape = shape;
        _x = x;
        _panels = panels;
        _outputBias = outputBias;
        _rowBias = rowBias;
        _y = y;
        _blockRows = Math.Min(shape.RowCount, RowsAtOnce);
        long outputs = BlockProducts / Math.Max(1, (long)_blockRows * shape.Depth);
        _blockOutputs = (int)Math.Clamp(outputs / OutputsAtOnce * OutputsAtOnce, OutputsAtOnce, Math.Max(OutputsAtOnce, shape.OutputCount));
        _blocksAcross = (shape.OutputCount + _blockOutputs - 1) / _blockOutputs;
    }

    /// <summary>Runs the product of <see cref="ProductKernel"/> over <paramref name="workers"/>.</summary>
    public static void Run(
        Workers workers, ProductShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> panels, ReadOnlySpan<float> outputBias, ReadOnlySpan<float> rowBias, Span<float> y)
    {
        if (shape.RowCount == 0 || shape.OutputCount == 0)
            return;
        if ((long)shape.RowCount * shape.OutputCount * shape.Depth <= BlockProducts)
        {
            LaneDispatch.Run(new ProductKernel(shape, x, panels, outputBias, rowBias, y));
            return;
        }

        var blocks = new ProductBlocks(shape, x, panels, outputBias, rowBias, y);
        int blocksDown = (shape.RowCount + blocks._blockRows - 1) / blocks._blockRows;
        workers.For(in blocks, checked(blocksDown * blocks._blocksAcross));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int row = part / _blocksAcross * _blockRows;
        int output = part % _blocksAcross * _blockOutputs;
        int rows = Math.Min(_blockRows, _shape.RowCount - row);
        ProductShape shape = _shape with { RowCount = rows, OutputCount = Math.Min(_blockOutputs, _shape.OutputCount - output) };
        LaneDispatch.Run(new ProductKernel(
            shape,
            _x[(row * _shape.XStep)..],
            _panels[(output / 16 * _shape.PanelStep)..],
            _outputBias.IsEmpty ? _outputBias : _outputBias[output..],
            _rowBias.IsEmpty ? _rowBias : _rowBias.Slice(row, rows),
            _y[((row * _shape.YStep) + output)..]));
    }

    private const int RowsAtOnce = 48; // whole tiles of 8 and of 6 rows
    private const int OutputsAtOnce = 64; // whole tiles of 4 and of 2 panels
    private const long BlockProducts = 1 << 20; // some 15 µs with 512-bit vectors, some 3 ms without any
}
