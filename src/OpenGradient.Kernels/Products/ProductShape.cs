namespace OpenGradient.Kernels;

/// <summary>How the operands of a product lie in memory, in elements.</summary>
/// <param name="RowCount">Rows of x and y.</param>
/// <param name="Depth">The length of each dot product.</param>
/// <param name="OutputCount">Columns of y.</param>
/// <param name="PanelStep">From one panel of sixteen outputs to the next.</param>
/// <param name="DepthStep">From one k to the next within a panel.</param>
/// <param name="YStep">From one row of y to the next.</param>
internal readonly record struct ProductShape(int RowCount, int Depth, int OutputCount, int PanelStep, int DepthStep, int YStep)
{
    /// <summary>How many panels of sixteen outputs there are, the last one perhaps in part.</summary>
    public int PanelCount => (OutputCount + 15) / 16;
}
