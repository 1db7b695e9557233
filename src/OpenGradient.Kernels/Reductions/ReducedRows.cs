namespace OpenGradient.Kernels;

/// <summary><see cref="RowReductionKernel{TReducer}"/>, group of rows by group of rows.</summary>
internal readonly struct ReducedRows<TReducer>(TReducer reducer) : IRowKernel
    where TReducer : struct, IReducer
{
    private readonly TReducer _reducer = reducer;

    /// <inheritdoc/>
    public void Run(ReadOnlySpan<float> x, int columnCount, Span<float> y) => LaneDispatch.Run(new RowReductionKernel<TReducer>(_reducer, x, columnCount, y));
}
