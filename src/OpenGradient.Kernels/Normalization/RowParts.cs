namespace OpenGradient.Kernels;

/// <summary>A kernel over rows that do not depend on one another, cut into groups of rows.</summary>
internal readonly ref struct RowParts<TKernel>(TKernel kernel, ReadOnlySpan<float> x, int columnCount, Span<float> y, int yColumnCount) : IWorkBody
    where TKernel : struct, IRowKernel
{
    private readonly TKernel _kernel = kernel;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<float> _y = y;

    /// <summary>Runs the kernel over all rows.</summary>
    public static void Run(TKernel kernel, ReadOnlySpan<float> x, int columnCount, Span<float> y, int yColumnCount, Workers workers)
    {
        int rowCount = columnCount == 0 ? 0 : x.Length / columnCount;
        if (x.Length <= PartElements || rowCount == 1)
            kernel.Run(x, columnCount, y);
        else
            workers.For(new RowParts<TKernel>(kernel, x, columnCount, y, yColumnCount), (rowCount + PartRows(columnCount) - 1) / PartRows(columnCount));
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * PartRows(columnCount);
        int rows = Math.Min(PartRows(columnCount), (_x.Length / columnCount) - first);
        _kernel.Run(_x.Slice(first * columnCount, rows * columnCount), columnCount, _y.Slice(first * yColumnCount, rows * yColumnCount));
    }

    private static int PartRows(int columnCount) => Math.Max(1, PartElements / columnCount);

    private const int PartElements = 1 << 14;
}
