using System.Runtime.Intrinsics.X86;

namespace OpenGradient.Kernels;

/// <summary>y[r, j] = terms[r, j] + Σ_k x[r, k] · w[k, j] of bytes, modulo 2^32.</summary>
/// <remarks>
/// Shapes: <see cref="IntegerFactors"/>, <see cref="IntegerTerms"/>, <see cref="IntegerOutput"/>, as many rows and lanes as are said. Types: bytes, 32-bit sums
/// that wrap: exact, so neither order nor instruction set can matter. Aliasing: none.
/// </remarks>
/// <param name="factors">x and w.</param>
/// <param name="terms">What is added to the products.</param>
/// <param name="output">y.</param>
/// <param name="rowCount">Rows.</param>
/// <param name="laneCount">Lanes.</param>
/// <param name="tile">Scratch memory of <see cref="TileElements"/>, best at the start of a cache line.</param>
internal readonly ref struct IntegerKernel(IntegerFactors factors, IntegerTerms terms, IntegerOutput output, int rowCount, int laneCount, Span<int> tile) : ILaneKernel
{
    private readonly IntegerFactors _factors = factors;
    private readonly IntegerTerms _terms = terms;
    private readonly IntegerOutput _output = output;
    private readonly Span<int> _tile = tile[..TileElements];

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int lane = 0; lane < laneCount; lane += 16)
        {
            int lanes = Math.Min(16, laneCount - lane);
            for (int row = 0; row < rowCount; row++)
            {
                _terms.From(row, lane).Fill(1, lanes, _tile);
                AddProducts<ScalarTiles>(row, 1, lane, lanes);
                _output.From(row, lane).Write(_tile, IntegerTile.SumStep, 1, lanes);
            }
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (typeof(TLanes) == typeof(Lanes512) && EmittedTiles.IsSupported)
            RunTiles<EmittedTiles, TLanes>();
        else if (typeof(TLanes) == typeof(Lanes128x4) || !Avx2.IsSupported)
            RunTiles<ScalarTiles, TLanes>();
        else if (AvxVnni.IsSupported)
            RunTiles<Tiles256<VnniQuads>, TLanes>();
        else
            RunTiles<PairTiles256, TLanes>();
    }

    /// <summary>Panels outside, so that one or two of them stay in the first-level cache for all rows; the rows in strips of nearly one height.</summary>
    private void RunTiles<TTiles, TLanes>()
        where TTiles : IIntegerTiles
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int stripCount = (rowCount + TTiles.MaxRows - 1) / TTiles.MaxRows;
        for (int lane = 0; lane < laneCount; lane += TTiles.MaxPanels * 16)
        {
            int lanes = Math.Min(TTiles.MaxPanels * 16, laneCount - lane);
            for (int strip = 0; strip < stripCount; strip++)
            {
                int row = (int)((long)rowCount * strip / stripCount);
                int rows = (int)((long)rowCount * (strip + 1) / stripCount) - row;
                _terms.From(row, lane).Fill<TLanes>(rows, lanes, _tile);
                AddProducts<TTiles>(row, rows, lane, lanes);
                _output.From(row, lane).Write<TLanes>(_tile, IntegerTile.SumStep, rows, lanes);
            }
        }
    }

    private unsafe void AddProducts<TTiles>(int row, int rows, int lane, int lanes)
        where TTiles : IIntegerTiles
    {
        // SAFETY: slicing checks that the last row and the last panel lie within the operands; the tile is as large as the largest.
        ReadOnlySpan<byte> x = _factors.Rows.Slice(row * _factors.RowStep, ((rows - 1) * _factors.RowStep) + (4 * _factors.QuadCount));
        int panels = (lanes + 15) / 16;
        ReadOnlySpan<byte> w = _factors.Panels.Slice(lane / 16 * _factors.PanelStep, panels * _factors.PanelStep);
        fixed (byte* xStart = x, wStart = w)
        fixed (int* sums = _tile)
        {
            var place = new IntegerTile
            {
                X = xStart,
                XStep = _factors.RowStep,
                Panel = wStart,
                PanelStep = _factors.PanelStep,
                QuadCount = _factors.QuadCount,
                Sums = sums,
            };
            TTiles.Run(in place, rows, panels, _factors.HasSignedRows);
        }
    }

    /// <summary>How many elements the largest tile takes.</summary>
    public const int TileElements = TileCode.MaxRows * IntegerTile.SumStep;
}
