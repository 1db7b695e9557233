namespace OpenGradient.Kernels;

/// <summary>y[r,i] = (x[r,i] - mean) · (1 / √(variance + ε)): each row brought to mean 0 and variance 1.</summary>
/// <remarks>
/// Shapes: x, y [rows, columns] contiguous; means, factors [rows] or empty: the mean and the factor of each row, for who asks. Order: mean = Σ x / n and variance = Σ d² / n with d = x - mean rounded, both as
/// <see cref="RowReduction"/>. Rounding: every written operation once. Aliasing: none.
/// </remarks>
internal readonly ref struct StandardizeKernel(ReadOnlySpan<float> x, int columnCount, float epsilon, Span<float> y, Span<float> means, Span<float> factors) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly int _columnCount = columnCount;
    private readonly float _epsilon = epsilon;
    private readonly Span<float> _y = y;
    private readonly Span<float> _means = means;
    private readonly Span<float> _factors = factors;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int start = 0; start < _x.Length; start += _columnCount)
        {
            ReadOnlySpan<float> x = _x.Slice(start, _columnCount);
            Span<float> y = _y.Slice(start, _columnCount);
            float mean = RowReduction.Scalar(default(MeanReducer), x);
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in mean), y).RunScalar();
            float factor = Factor(RowReduction.Scalar(default(SumSquareReducer), y));
            new BinaryKernel<Mul>(default, y, new ReadOnlySpan<float>(in factor), y).RunScalar();
            Report(start / _columnCount, mean, factor);
        }
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int start = 0; start < _x.Length; start += _columnCount)
        {
            ReadOnlySpan<float> x = _x.Slice(start, _columnCount);
            Span<float> y = _y.Slice(start, _columnCount);
            float mean = RowReduction.Lanes<MeanReducer, TLanes>(default, x);
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in mean), y).Run<TLanes>();
            float factor = Factor(RowReduction.Lanes<SumSquareReducer, TLanes>(default, y));
            new BinaryKernel<Mul>(default, y, new ReadOnlySpan<float>(in factor), y).Run<TLanes>();
            Report(start / _columnCount, mean, factor);
        }
    }

    private void Report(int row, float mean, float factor)
    {
        if (!_means.IsEmpty)
            _means[row] = CanonicalNaN.Of(mean);
        if (!_factors.IsEmpty)
            _factors[row] = CanonicalNaN.Of(factor);
    }

    private float Factor(float squares) => 1f / MathF.Sqrt((squares / _columnCount) + _epsilon);
}
