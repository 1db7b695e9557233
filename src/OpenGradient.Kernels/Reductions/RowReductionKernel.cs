namespace OpenGradient.Kernels;

/// <summary>y[r] = the reduction of x[r, …], NaNs canonical. Shapes: x [rows, columns] contiguous, y [rows].</summary>
internal readonly ref struct RowReductionKernel<TReducer>(TReducer reducer, ReadOnlySpan<float> x, int columnCount, Span<float> y) : ILaneKernel
    where TReducer : struct, IReducer
{
    private readonly TReducer _reducer = reducer;
    private readonly ReadOnlySpan<float> _x = x;
    private readonly int _columnCount = columnCount;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void RunScalar()
    {
        for (int row = 0; row < _y.Length; row++)
            _y[row] = CanonicalNaN.Of(RowReduction.Scalar(_reducer, _x.Slice(row * _columnCount, _columnCount)));
    }

    /// <inheritdoc/>
    public void Run<TLanes>()
        where TLanes : unmanaged, ILanes<TLanes>
    {
        for (int row = 0; row < _y.Length; row++)
            _y[row] = CanonicalNaN.Of(RowReduction.Lanes<TReducer, TLanes>(_reducer, _x.Slice(row * _columnCount, _columnCount)));
    }
}
