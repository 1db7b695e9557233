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
        int groupCount = RowGroups.Count(rowCount, columnCount);
        if (groupCount == 1)
            kernel.Run(x, columnCount, y);
        else
            workers.For(new RowParts<TKernel>(kernel, x, columnCount, y, yColumnCount), groupCount);
    }

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        (int first, int rows) = RowGroups.Group(_x.Length / columnCount, columnCount, part);
        _kernel.Run(_x.Slice(first * columnCount, rows * columnCount), columnCount, _y.Slice(first * yColumnCount, rows * yColumnCount));
    }
}
