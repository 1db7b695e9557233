namespace OpenGradient.Kernels;

/// <summary>A product cut into blocks of rows and outputs, whose sizes follow from its shape; every output is whole within one block.</summary>
/// <remarks>Shapes: x [rows, depth] contiguous, the rest as <see cref="ProductKernel"/>. Rows are laid out as strips block by block, in scratch memory.</remarks>
internal readonly ref struct ProductBlocks : IWorkBody
{
    private readonly ProductShape _shape;
    private readonly ReadOnlySpan<float> _x;
    private readonly ReadOnlySpan<float> _panels;
    private readonly ReadOnlySpan<float> _outputBias; // [panels · 16] or empty
    private readonly Span<float> _y;
    private readonly Span<float> _scratch; // [participants, block elements]
    private readonly Span<int> _packed; // [participants], which block of rows lies in its scratch memory
    private readonly Epilogue? _epilogue;
    private readonly int _blockRows;
    private readonly int _blockOutputs;
    private readonly int _blocksAcross;

    private ProductBlocks(
        ProductShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> panels, ReadOnlySpan<float> outputBias, Span<float> y, Span<float> scratch, Span<int> packed, Epilogue? epilogue)
    {
        _shape = shape;
        _x = x;
        _panels = panels;
        _outputBias = outputBias;
        _y = y;
        _scratch = scratch;
        _packed = packed;
        _epilogue = epilogue;
        _blockRows = BlockRows(shape.RowCount, shape.Depth);
        _blockOutputs = BlockOutputs(_blockRows, shape.Depth, shape.OutputCount);
        _blocksAcross = (shape.OutputCount + _blockOutputs - 1) / _blockOutputs;
    }

    /// <summary>How many elements of scratch memory a run takes.</summary>
    public static int ScratchElements(int rowCount, int depth, int participantCount) =>
        rowCount == 1 ? 0 : checked((RowStrips.ElementCount(BlockRows(rowCount, depth), depth) * participantCount) + RowStrips.Slack);

    /// <summary>Runs the product of <see cref="ProductKernel"/> over <paramref name="workers"/>.</summary>
    public static void Run(
        Workers workers,
        ProductShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> panels,
        ReadOnlySpan<float> outputBias,
        Span<float> y,
        Span<float> scratch,
        Epilogue? epilogue = null)
    {
        if (shape.RowCount == 0 || shape.OutputCount == 0)
            return;
        Span<int> packed = stackalloc int[workers.Count];
        packed.Fill(-1);
        var blocks = new ProductBlocks(shape, x, panels, outputBias, y, scratch, packed, epilogue);
        int blocksDown = (shape.RowCount + blocks._blockRows - 1) / blocks._blockRows;
        workers.For(in blocks, checked(blocksDown * blocks._blocksAcross));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int block = part / _blocksAcross;
        int row = block * _blockRows;
        int output = part % _blocksAcross * _blockOutputs;
        ProductShape shape = _shape with
        {
            RowCount = Math.Min(_blockRows, _shape.RowCount - row),
            OutputCount = Math.Min(_blockOutputs, _shape.OutputCount - output),
        };
        LaneDispatch.Run(new ProductKernel(
            shape,
            Strips(block, row, shape.RowCount, participant),
            _panels[(output / 16 * _shape.PanelStep)..],
            _outputBias.IsEmpty ? _outputBias : _outputBias[output..],
            default,
            _y[((row * _shape.YStep) + output)..]));
        _epilogue?.Apply(_y[((row * _shape.YStep) + output)..], shape.RowCount, shape.OutputCount, shape.YStep);
    }

    /// <summary>The rows of a block as strips; a single row is one as it is.</summary>
    private ReadOnlySpan<float> Strips(int block, int row, int rowCount, int participant)
    {
        ReadOnlySpan<float> rows = _x.Slice(row * _shape.Depth, rowCount * _shape.Depth);
        if (_shape.RowCount == 1)
            return rows;
        int elements = RowStrips.ElementCount(_blockRows, _shape.Depth);
        Span<float> strips = _scratch.Slice(participant * elements, elements);
        if (_packed[participant] != block)
            RowStrips.Pack(rows, _shape.Depth, rowCount, _shape.Depth, strips);
        _packed[participant] = block;
        return strips;
    }

    /// <summary>Whole strips that stay in a second-level cache beside the panels, four at most.</summary>
    public static int BlockRows(int rowCount, int depth) =>
        Math.Min(rowCount, Math.Clamp(CacheElements / Math.Max(1, RowStrips.Height * depth), 1, 4) * RowStrips.Height);

    /// <summary>As many outputs as are worth a part, the same for all parts but the last; counted in what is made at once, or the last would be small.</summary>
    private static int BlockOutputs(int blockRows, int depth, int outputCount)
    {
        long most = Math.Max(1, Math.Min(BlockProducts / blockRows, BlockWeights) / Math.Max(1, depth) / OutputsAtOnce);
        long count = (outputCount + OutputsAtOnce - 1) / OutputsAtOnce;
        long blocks = (count + most - 1) / most;
        return (int)((count + blocks - 1) / blocks * OutputsAtOnce);
    }

    private const int OutputsAtOnce = 64; // whole tiles of 4 and of 2 panels
    private const int CacheElements = 1 << 17;
    private const long BlockProducts = 1 << 21; // some 20 µs with 512-bit vectors, some 6 ms without any
    private const long BlockWeights = 1 << 17; // with few rows the weights are what takes time: some 5 µs
}
