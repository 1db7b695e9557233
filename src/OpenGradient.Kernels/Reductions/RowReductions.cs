namespace OpenGradient.Kernels;

/// <summary>Entry point of the reductions of rows.</summary>
internal static class RowReductions
{
    /// <summary>y[r] = the reduction of x[r, …]. Shapes: x [rows, columns] contiguous, y [rows].</summary>
    public static void Run<TReducer>(TReducer reducer, ReadOnlySpan<float> x, int columnCount, Span<float> y, Workers workers = default)
        where TReducer : struct, IReducer
    {
        // Rows without elements are reduced, too.
        if (columnCount == 0)
            LaneDispatch.Run(new RowReductionKernel<TReducer>(reducer, x, columnCount, y));
        else
            RowParts<ReducedRows<TReducer>>.Run(new ReducedRows<TReducer>(reducer), x, columnCount, y, 1, workers);
    }
}
