namespace OpenGradient.Kernels;

/// <summary>Rows of 16-bit integers times constant rows of weights, and what becomes of the sums: y[r,o] = e(Σ_k x[r,k] · w[o,k]).</summary>
/// <remarks>Shapes: x [rows, 2 · pairs], a 0 at the end of odd rows; y [rows, outputs], of the epilogue's type; the other y is empty.</remarks>
internal readonly ref struct FixedLinear : IWorkBody
{
    private readonly PairSums _sums;
    private readonly PairPanels _weights;
    private readonly FixedEpilogue _epilogue;
    private readonly int _rowCount;
    private readonly int _partOutputs;
    private readonly Span<short> _narrow;
    private readonly Span<long> _wide;

    private FixedLinear(ReadOnlySpan<short> x, int rowCount, PairPanels weights, FixedEpilogue epilogue, Span<short> narrow, Span<long> wide)
    {
        _sums = weights.Times(x);
        _weights = weights;
        _epilogue = epilogue;
        _rowCount = rowCount;
        _partOutputs = PartOutputs(rowCount, weights);
        _narrow = narrow;
        _wide = wide;
    }

    /// <summary>Runs.</summary>
    public static void Run(ReadOnlySpan<short> x, int rowCount, PairPanels weights, FixedEpilogue epilogue, Span<short> narrow, Span<long> wide, Workers workers)
    {
        var body = new FixedLinear(x, rowCount, weights, epilogue, narrow, wide);
        workers.For(in body, body.RowParts * ((weights.RowCount + body._partOutputs - 1) / body._partOutputs));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        (int outputPart, int rowPart) = Math.DivRem(part, RowParts);
        int end = Math.Min(_weights.RowCount, (outputPart + 1) * _partOutputs);
        int endRow = Math.Min(_rowCount, (rowPart + 1) * PartRows);
        for (int output = outputPart * _partOutputs; output < end; output += PairTile.Lanes)
        {
            for (int row = rowPart * PartRows; row < endRow; row += PairTile.Rows)
            {
                int rows = Math.Min(PairTile.Rows, endRow - row);
                if (_epilogue.TakesSmallSums)
                    RunSmall(row, rows, output, Math.Min(PairTile.Lanes, end - output));
                else
                    RunWide(row, rows, output, Math.Min(PairTile.Lanes, end - output));
            }
        }
    }

    private void RunSmall(int row, int rows, int output, int outputs)
    {
        Span<int> sums = stackalloc int[PairTile.Rows * PairTile.Lanes];
        _sums.Run(row, rows, output * _weights.PairCount, PairTile.Lanes, sums, PairTile.Lanes);
        for (int r = 0; r < rows; r++)
            _epilogue.AlongOutputs(output, sums[(r * PairTile.Lanes)..], _narrow.Slice(((row + r) * _weights.RowCount) + output, outputs));
    }

    private void RunWide(int row, int rows, int output, int outputs)
    {
        Span<long> sums = stackalloc long[PairTile.Rows * PairTile.Lanes];
        _sums.Run(row, rows, output * _weights.PairCount, PairTile.Lanes, sums, PairTile.Lanes);
        for (int r = 0; r < rows; r++)
            Put(row + r, output, outputs, sums[(r * PairTile.Lanes)..]);
    }

    private int RowParts => (_rowCount + PartRows - 1) / PartRows;

    private void Put(int row, int output, int count, ReadOnlySpan<long> sums)
    {
        int place = (row * _weights.RowCount) + output;
        if (_epilogue.IsNarrow)
            _epilogue.AlongOutputs(output, sums, _narrow.Slice(place, count));
        else
            _epilogue.AlongOutputs(output, sums, _wide.Slice(place, count));
    }

    /// <summary>As many outputs as make a part worth handing out; whole tiles.</summary>
    private static int PartOutputs(int rowCount, PairPanels weights) =>
        (int)Math.Clamp(PartProducts / Math.Max(1L, (long)Math.Min(PartRows, rowCount) * weights.Depth * PairTile.Lanes), 1, 1 + (weights.RowCount / PairTile.Lanes)) * PairTile.Lanes;

    private const int PartRows = 256;
    private const long PartProducts = 1 << 19;
}
