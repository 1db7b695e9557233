using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y = x·Wᵀ + b with the weights as they are stored, read where they lie.</summary>
/// <remarks>
/// <para><b>Computes</b> for each block of 32: acc = fma(a₀·Σw·q + a₁·Σw·q, D·s, acc), then with offsets acc = fma(b₀·Σq + b₁·Σq, E·s, acc): spec/exec-1, "Products of stored blocks".</para>
/// <para><b>Shapes</b> x: <see cref="BlockRows"/>; W [outputs, depth], rows of stored blocks; b [outputs] or nothing; y [rows, outputs], contiguous.</para>
/// <para><b>Types</b> bytes, exact 32-bit sums inside a block (below 2^24, so exact as binary32 too), binary32 over blocks.</para>
/// <para><b>Order</b> one accumulator for each output, blocks ascending. Outputs and rows do not meet: tiles, threads and batch cannot matter.</para>
/// <para><b>Special values</b> NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> none.</para>
/// <para>
/// Sixteen outputs at a time, some blocks of them are turned into a panel in the first cache, which all rows of x then read. So weights stay
/// in the file's own memory, are read once for up to <see cref="RowsAtOnce"/> rows, and no copy of them is kept.
/// </para>
/// </remarks>
internal static partial class StoredProduct
{
    /// <summary>How many binary32 elements of scratch memory <see cref="Multiply"/> takes.</summary>
    public static int ScratchElements(int rowCount, int depth, int participantCount) =>
        checked((ParticipantElements(rowCount) * participantCount) + LayoutElements(rowCount, depth / WeightBlock.ElementCount));

    /// <summary>Whether, on this thread, <see cref="Multiply"/> reads the sums of its rows: not where it lays them out as tiles, which adds them up in passing.</summary>
    public static bool ReadsSums(StoredEncoding encoding) => !encoding.Panels!.TakesTiles;

    /// <summary>All rows and outputs.</summary>
    public static void Multiply(
        scoped in BlockRows x, ReadOnlySpan<byte> weights, StoredEncoding encoding, int outputCount, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, Workers workers = default)
    {
        if (x.RowCount == 0 || outputCount == 0)
            return;
        if (LaneDispatch.ActiveWidth == LaneWidth.Scalar)
        {
            MultiplyScalar(in x, weights, encoding, outputCount, bias, y);
            return;
        }

        int partOutputs = PartOutputs(x.RowCount, x.Depth, outputCount);
        Span<float> room = scratch[(ParticipantElements(x.RowCount) * workers.Count)..];
        RowTiles tiles = WriteTiles(in x, encoding.Panels!, room, workers);
        BlockRows rows = encoding.Panels!.TakesPairs ? x.With(WritePairs(in x, room, workers)) : x;
        var parts = new StoredParts(rows, tiles, weights, encoding, outputCount, partOutputs, bias, y, scratch, ParticipantElements(x.RowCount));
        workers.For(parts, (outputCount + partOutputs - 1) / partOutputs);
    }

    private static RowTiles WriteTiles(scoped in BlockRows x, StoredPanels panels, Span<float> room, Workers workers)
    {
        if (!panels.TakesTiles)
            return default;
        Span<byte> tiles = MemoryMarshal.AsBytes(room[..RowTiles.ElementCount(x.RowCount, x.BlockCount)]);
        workers.For(new RowTileParts(x, panels, tiles), (x.RowCount + RowTiles.MaxRows - 1) / RowTiles.MaxRows);
        return new RowTiles(tiles, x.RowCount, x.BlockCount);
    }

    private static Span<short> WritePairs(scoped in BlockRows x, Span<float> room, Workers workers)
    {
        Span<short> pairs = MemoryMarshal.Cast<float, short>(room[..PairRows.ElementCount(x.RowCount, x.BlockCount)]);
        workers.For(new PairRowParts(x, pairs), (x.RowCount + PairRowParts.RowCount - 1) / PairRowParts.RowCount);
        return pairs;
    }

    /// <summary>Rows are laid out in one way or the other, or not at all.</summary>
    private static int LayoutElements(int rowCount, int blockCount) => Math.Max(RowTiles.ElementCount(rowCount, blockCount), PairRows.ElementCount(rowCount, blockCount));

    /// <summary>Enough outputs for some 10 to 100 µs, whole panels of them; of a narrow matrix less, down to some 2 µs, so that threads end together.</summary>
    private static int PartOutputs(int rowCount, int depth, int outputCount)
    {
        long panelProducts = (long)PanelBlock.OutputCount * Math.Max(1, depth) * Math.Clamp(rowCount, 8, RowsAtOnce);
        long fairPanels = outputCount / (PanelBlock.OutputCount * FairParts);
        return (int)Math.Max(1, Math.Min(PartProducts / panelProducts, Math.Max(fairPanels, LeastPartProducts / panelProducts))) * PanelBlock.OutputCount;
    }

    private static int ParticipantElements(int rowCount) =>
        LineElements + (PanelBlocks * PanelBlock.ByteCount / sizeof(float)) + (PanelBlock.OutputCount * Math.Min(rowCount, RowsAtOnce));

    /// <summary>Rows that share one reading of the weights.</summary>
    public const int RowsAtOnce = 128;

    /// <summary>Blocks in a panel: the largest stored block, 7 KiB. So few that weights which are asked for while a panel is laid out arrive while it is multiplied.</summary>
    public const int PanelBlocks = 8;

    private const int LineElements = 16; // what is left out up to the next cache line

    private const int PartProducts = 1 << 21;

    private const int LeastPartProducts = 1 << 19;

    private const int FairParts = 16;
}
