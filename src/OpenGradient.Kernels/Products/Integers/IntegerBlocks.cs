namespace OpenGradient.Kernels;

/// <summary>An integer product cut into blocks of rows and outputs, whose sizes follow from its shape.</summary>
internal readonly ref struct IntegerBlocks : IWorkBody
{
    private readonly int _rowCount;
    private readonly int _depth;
    private readonly int _outputCount;
    private readonly int _yStep;
    private readonly ReadOnlySpan<short> _strips;
    private readonly ReadOnlySpan<short> _panels;
    private readonly Span<int> _y;
    private readonly int _blockOutputs;
    private readonly int _blocksAcross;

    private IntegerBlocks(int rowCount, int depth, int outputCount, int yStep, ReadOnlySpan<short> strips, ReadOnlySpan<short> panels, Span<int> y)
    {
        _rowCount = rowCount;
        _depth = depth;
        _outputCount = outputCount;
        _yStep = yStep;
        _strips = strips;
        _panels = panels;
        _y = y;
        long outputs = BlockProducts / Math.Max(1, (long)Math.Min(rowCount, BlockRows) * depth);
        _blockOutputs = (int)Math.Clamp(outputs / 32 * 32, 32, Math.Max(32, outputCount));
        _blocksAcross = (outputCount + _blockOutputs - 1) / _blockOutputs;
    }

    /// <summary>Runs the product of <see cref="IntegerKernel"/> over <paramref name="workers"/>.</summary>
    public static void Run(
        Workers workers, int rowCount, int depth, int outputCount, int yStep, ReadOnlySpan<short> strips, ReadOnlySpan<short> panels, Span<int> y)
    {
        var blocks = new IntegerBlocks(rowCount, depth, outputCount, yStep, strips, panels, y);
        workers.For(in blocks, checked((rowCount + BlockRows - 1) / BlockRows * blocks._blocksAcross));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int row = part / _blocksAcross * BlockRows;
        int output = part % _blocksAcross * _blockOutputs;
        int paired = IntegerStrips.PairedDepth(_depth);
        LaneDispatch.Run(new IntegerKernel(
            Math.Min(BlockRows, _rowCount - row),
            _depth,
            Math.Min(_blockOutputs, _outputCount - output),
            _yStep,
            _strips[(row * paired)..],
            _panels[(output * paired)..],
            _y[((row * _yStep) + output)..]));
    }

    private const int BlockRows = 8 * IntegerStrips.Height;
    private const long BlockProducts = 1 << 22;
}
