namespace OpenGradient.Kernels;

/// <summary>y = x·Wᵀ + b with weights that stand alone, as they are stored, read where they lie.</summary>
/// <remarks>
/// <para><b>Computes</b> acc = fma(x[r,k], w[o,k], acc), k ascending from +0, then one rounded addition of the bias if there is one: spec/exec-1, <c>Linear</c>.</para>
/// <para><b>Shapes</b> x [rows, depth]; W [outputs, depth] in pieces, each by rows or by columns; b [outputs] or nothing; y [rows, outputs], contiguous.</para>
/// <para><b>Types</b> weights are widened to binary32, which is exact.</para>
/// <para><b>Order</b> one accumulator for each output. Outputs and rows do not meet: tiles, threads and batch cannot matter.</para>
/// <para><b>Special values</b> NaNs leave in the one form.</para>
/// <para><b>Aliasing</b> none.</para>
/// <para>
/// For one row, weights that lie by rows are turned in registers, sixteen outputs at a time, and those that lie by columns are added to all sums at once.
/// For more rows, some outputs at a time become panels in the second cache, which up to <see cref="RowsAtOnce"/> rows then read. So weights stay in the
/// file's own memory and no copy of them is kept.
/// </para>
/// </remarks>
internal static class PlainProduct
{
    /// <summary>How many binary32 elements of scratch memory <see cref="Multiply"/> takes.</summary>
    public static int ScratchElements(int rowCount, PlainMatrix weights, int participantCount)
    {
        int rows = Math.Min(rowCount, RowsAtOnce);
        int strips = rows <= 1 ? 0 : RowStrips.ElementCount(rows, weights.Depth) + RowStrips.Slack;
        return checked((PanelElements(rows, weights) * participantCount) + strips);
    }

    /// <summary>All rows and outputs.</summary>
    /// <param name="x">[rows, depth].</param>
    /// <param name="rowCount">Rows of x and y.</param>
    /// <param name="weights">W.</param>
    /// <param name="bias">b [outputs], with any fifteen numbers more; or nothing.</param>
    /// <param name="y">[rows, outputs].</param>
    /// <param name="scratch">As <see cref="ScratchElements"/> says.</param>
    /// <param name="workers">Who shares the work.</param>
    /// <param name="epilogue">What is applied to outputs while they lie in a cache; null if nothing.</param>
    public static void Multiply(
        ReadOnlySpan<float> x, int rowCount, PlainMatrix weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, Workers workers = default, Epilogue? epilogue = null)
    {
        for (int row = 0; row < rowCount && weights.OutputCount > 0; row += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, rowCount - row);
            MultiplySome(
                x.Slice(row * weights.Depth, rows * weights.Depth), rows, weights, bias, y.Slice(row * weights.OutputCount, rows * weights.OutputCount), scratch, workers, epilogue);
        }
    }

    private static void MultiplySome(
        ReadOnlySpan<float> x, int rowCount, PlainMatrix weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, Workers workers, Epilogue? epilogue)
    {
        int panelElements = PanelElements(rowCount, weights);
        bool isScalar = LaneDispatch.ActiveWidth == LaneWidth.Scalar;
        ReadOnlySpan<float> rows = x;
        if (rowCount > 1 && !isScalar)
        {
            Span<float> strips = scratch[(panelElements * workers.Count)..];
            workers.For(new StripParts(x, rowCount, weights.Depth, strips), StripParts.Count(rowCount));
            rows = strips;
        }

        var parts = new PlainParts(rows, rowCount, weights, bias, isScalar ? 1 : PartOutputs(rowCount, weights), y, scratch, panelElements, epilogue);
        workers.For(parts, parts.Count);
    }

    /// <summary>Scratch memory of a participant: the panels of a part; for one row, one panel of outputs that are no sixteen.</summary>
    private static int PanelElements(int rowCount, PlainMatrix weights)
    {
        int outputs = rowCount > 1 ? Math.Min(PartOutputs(rowCount, weights), weights.PieceOutputs) : weights.PieceOutputs % PlainPanel.OutputCount;
        return checked((outputs + PlainPanel.OutputCount - 1) / PlainPanel.OutputCount * PlainPanel.OutputCount * weights.Depth);
    }

    /// <summary>Enough outputs for some 10 µs of reading, whole pairs of panels; those of so many stay in a second-level cache.</summary>
    private static int PartOutputs(int rowCount, PlainMatrix weights)
    {
        int outputs = Math.Max(1, PartWeights / (2 * PlainPanel.OutputCount * Math.Max(1, weights.Depth))) * 2 * PlainPanel.OutputCount;
        return rowCount == 1 ? Math.Max(outputs, weights.Layout.RunOutputs) : outputs;
    }

    /// <summary>Rows that share one reading of the weights.</summary>
    public const int RowsAtOnce = 384;

    private const int PartWeights = 1 << 17;
}
