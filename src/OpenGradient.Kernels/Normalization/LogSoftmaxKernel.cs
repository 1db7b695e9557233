namespace OpenGradient.Kernels;

/// <summary>y[r,i] = (x[r,i] - m) - ln Σ e^(x[r,j] - m), m the largest of the row.</summary>
/// <remarks>
/// Shapes: x, y [rows, columns] contiguous. Order: m and the sum as <see cref="RowReduction"/>, the sum over the rounded exponentials.
/// Special values: a row with NaN or +∞ is all NaN. Aliasing: none.
/// </remarks>
internal readonly ref struct LogSoftmaxKernel(ReadOnlySpan<float> x, int columnCount, Span<float> y) : ILaneKernel
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly int _columnCount = columnCount;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int start = 0; start < _x.Length; start += _columnCount)
        {
            ReadOnlySpan<float> x = _x.Slice(start, _columnCount);
            Span<float> y = _y.Slice(start, _columnCount);
            float largest = RowReduction.Scalar(default(MaxReducer), x);
            new UnaryKernel<ShiftedExp>(new ShiftedExp(largest), x, y).RunScalar();
            float logarithm = Log.Of(RowReduction.Scalar(default(SumReducer), y));
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in largest), y).RunScalar();
            new BinaryKernel<Sub>(default, y, new ReadOnlySpan<float>(in logarithm), y).RunScalar();
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
            float largest = RowReduction.Lanes<MaxReducer, TLanes>(default, x);
            new UnaryKernel<ShiftedExp>(new ShiftedExp(largest), x, y).Run<TLanes>();
            float logarithm = Log.Of(RowReduction.Lanes<SumReducer, TLanes>(default, y));
            new BinaryKernel<Sub>(default, x, new ReadOnlySpan<float>(in largest), y).Run<TLanes>();
            new BinaryKernel<Sub>(default, y, new ReadOnlySpan<float>(in logarithm), y).Run<TLanes>();
        }
    }
}
