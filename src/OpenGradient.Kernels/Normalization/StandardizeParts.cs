namespace OpenGradient.Kernels;

/// <summary><see cref="StandardizeKernel"/> cut into groups of rows.</summary>
internal readonly ref struct StandardizeParts(
    ReadOnlySpan<float> x, int columnCount, float epsilon, ReadOnlySpan<float> scale, ReadOnlySpan<float> bias, Span<float> y, Span<float> means, Span<float> factors) : IWorkBody
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly ReadOnlySpan<float> _scale = scale;
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;
    private readonly Span<float> _means = means;
    private readonly Span<float> _factors = factors;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        (int first, int rows) = RowGroups.Group(_x.Length / columnCount, columnCount, part);
        LaneDispatch.Run(new StandardizeKernel(
            _x.Slice(first * columnCount, rows * columnCount),
            columnCount,
            epsilon,
            _scale,
            _bias,
            _y.Slice(first * columnCount, rows * columnCount),
            _means.IsEmpty ? _means : _means.Slice(first, rows),
            _factors.IsEmpty ? _factors : _factors.Slice(first, rows)));
    }
}
