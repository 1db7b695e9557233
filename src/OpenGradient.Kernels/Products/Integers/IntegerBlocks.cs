namespace OpenGradient.Kernels;

/// <summary>An integer product cut into blocks of rows and lanes, whose sizes follow from its shape.</summary>
internal readonly ref struct IntegerBlocks : IWorkBody
{
    private readonly IntegerFactors _factors;
    private readonly IntegerTerms _terms;
    private readonly IntegerOutput _output;
    private readonly int _rowCount;
    private readonly int _laneCount;
    private readonly Span<int> _tiles; // [participants, tile elements]
    private readonly int _blockLanes;
    private readonly int _blocksAcross;

    private IntegerBlocks(IntegerFactors factors, IntegerTerms terms, IntegerOutput output, int rowCount, int laneCount, Span<int> tiles)
    {
        _factors = factors;
        _terms = terms;
        _output = output;
        _rowCount = rowCount;
        _laneCount = laneCount;
        _tiles = tiles;
        long lanes = BlockProducts / Math.Max(1, (long)Math.Min(rowCount, BlockRows) * 4 * factors.QuadCount);
        _blockLanes = (int)Math.Clamp(lanes / 32 * 32, 32, Math.Max(32, laneCount));
        _blocksAcross = (laneCount + _blockLanes - 1) / _blockLanes;
    }

    /// <summary>How many elements of scratch memory all participants take.</summary>
    public static int TileElements(int participantCount) => IntegerKernel.TileElements * participantCount;

    /// <summary>Runs <see cref="IntegerKernel"/> over <paramref name="workers"/>.</summary>
    public static void Run(Workers workers, IntegerFactors factors, IntegerTerms terms, IntegerOutput output, int rowCount, int laneCount, Span<int> tiles)
    {
        var blocks = new IntegerBlocks(factors, terms, output, rowCount, laneCount, tiles);
        workers.For(in blocks, checked((rowCount + BlockRows - 1) / BlockRows * blocks._blocksAcross));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int row = part / _blocksAcross * BlockRows;
        int lane = part % _blocksAcross * _blockLanes;
        LaneDispatch.Run(new IntegerKernel(
            _factors.From(row, lane / 16),
            _terms.From(row, lane),
            _output.From(row, lane),
            Math.Min(BlockRows, _rowCount - row),
            Math.Min(_blockLanes, _laneCount - lane),
            _tiles[(IntegerKernel.TileElements * participant)..]));
    }

    private const int BlockRows = 12 * TileCode.MaxRows;
    private const long BlockProducts = 1 << 23;
}
