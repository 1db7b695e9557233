using System.Buffers;

namespace OpenGradient.Kernels;

/// <summary>Entry points of the kernels that are sums of products.</summary>
internal static class Products
{
    /// <summary>How many elements of scratch memory a linear map takes.</summary>
    public static int LinearScratchElements(int rowCount, PackedPanels weights, int participantCount = 1) =>
        ProductBlocks.ScratchElements(rowCount, weights.Depth, participantCount);

    /// <summary>As the other form, for layers that multiply many times within one step: the scratch memory is some rows of x, from the shared pool.</summary>
    public static void Linear(ReadOnlySpan<float> x, int rowCount, PackedPanels weights, Span<float> y, Workers workers = default)
    {
        float[] scratch = ArrayPool<float>.Shared.Rent(LinearScratchElements(rowCount, weights, workers.Count));
        Linear(x, rowCount, weights, y, scratch, workers);
        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>y = x·Wᵀ + b. Shapes: x [rows, depth], y [rows, outputs], contiguous.</summary>
    public static void Linear(ReadOnlySpan<float> x, int rowCount, PackedPanels weights, Span<float> y, Span<float> scratch, Workers workers = default, Epilogue? epilogue = null)
    {
        int depth = weights.Depth;
        var shape = new ProductShape(rowCount, depth, weights.OutputCount, depth * 16, 16, weights.OutputCount);
        ProductBlocks.Run(workers, shape, x, weights.Weights, weights.Bias, y, scratch, epilogue);
    }

    /// <summary>y = x · panels for rows of x that lie <paramref name="xStep"/> apart; on the calling thread, with scratch memory from the shared pool.</summary>
    public static void Multiply(in ProductShape shape, ReadOnlySpan<float> x, int xStep, ReadOnlySpan<float> panels, Span<float> y)
    {
        int rows = ProductBlocks.BlockRows(shape.RowCount, shape.Depth);
        float[] strips = ArrayPool<float>.Shared.Rent(RowStrips.ElementCount(rows, shape.Depth) + RowStrips.Slack);
        for (int row = 0; row < shape.RowCount; row += rows)
        {
            ProductShape block = shape with { RowCount = Math.Min(rows, shape.RowCount - row) };
            RowStrips.Pack(x[(row * xStep)..], xStep, block.RowCount, shape.Depth, strips);
            LaneDispatch.Run(new ProductKernel(block, strips, panels, default, default, y[(row * shape.YStep)..]));
        }

        ArrayPool<float>.Shared.Return(strips);
    }

    /// <summary>How many elements of scratch memory <see cref="MatMul"/> takes.</summary>
    public static int MatMulScratchElements(int rowCount, int depth, int outputCount, int participantCount = 1) =>
        checked(PackedElements(rowCount, depth, outputCount) + ProductBlocks.ScratchElements(rowCount, depth, participantCount));

    /// <summary>y = a·b. Shapes: a [rows, depth], b [depth, outputs], y [rows, outputs], contiguous.</summary>
    public static void MatMul(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, int rowCount, int depth, int outputCount, Span<float> scratch, Workers workers = default)
    {
        if (rowCount == 0 || outputCount == 0)
            return;

        // With few rows it does not pay to lay b out anew: whole panels are read where they are, sixteen columns at a time.
        int direct = rowCount < PackFromRows ? outputCount & ~15 : 0;
        int packedElements = PackedElements(rowCount, depth, outputCount);
        if (direct > 0)
        {
            var inPlace = new ProductShape(rowCount, depth, direct, 16, outputCount, outputCount);
            ProductBlocks.Run(workers, inPlace, a, b, default, y, scratch[packedElements..]);
        }

        if (direct == outputCount)
            return;
        workers.For(new ColumnPacking(b, direct, outputCount, depth, scratch), ColumnPacking.PartCount(outputCount - direct, depth));
        var packed = new ProductShape(rowCount, depth, outputCount - direct, depth * 16, 16, outputCount);
        ProductBlocks.Run(workers, packed, a, scratch, default, y[direct..], scratch[packedElements..]);
    }

    private static int PackedElements(int rowCount, int depth, int outputCount) =>
        checked((rowCount < PackFromRows ? 1 : (outputCount + 15) / 16) * 16 * depth);

    private const int PackFromRows = 24;
}
