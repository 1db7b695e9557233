namespace OpenGradient.Kernels;

/// <summary>A product with weights that stand alone in parts of some outputs each.</summary>
internal readonly ref struct PlainParts(
    ReadOnlySpan<float> rows, int rowCount, scoped in PlainWeights weights, int partOutputs, Span<float> y, Span<float> scratch, int panelElements, Epilogue? epilogue)
    : IWorkBody
{
    private readonly ReadOnlySpan<float> _rows = rows; // [rows, depth]; strips, if there are several and lanes to fill
    private readonly PlainWeights _weights = weights;
    private readonly Span<float> _y = y;
    private readonly Span<float> _scratch = scratch; // [participants, panel elements]

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int first = part * partOutputs;
        PlainWeights weights = _weights.Slice(first, Math.Min(partOutputs, _weights.OutputCount - first));
        Span<float> panels = _scratch.Slice(participant * panelElements, panelElements);
        if (LaneDispatch.ActiveWidth == LaneWidth.Scalar)
            MultiplyScalar(in weights, _y[first..]);
        else if (rowCount == 1)
            MultiplyRow(in weights, panels, _y[first..]);
        else
            MultiplyPanels(in weights, panels, _y[first..]);
        epilogue?.Apply(_y[first..], rowCount, weights.OutputCount, _weights.OutputCount);
    }

    /// <summary>The definition.</summary>
    private void MultiplyScalar(scoped in PlainWeights weights, Span<float> y)
    {
        for (int row = 0; row < rowCount; row++)
        {
            for (int output = 0; output < weights.OutputCount; output++)
            {
                float sum = weights.Rows.Dot(_rows.Slice(row * weights.Depth, weights.Depth), weights.Slice(output, 1).Stored);
                y[(row * _weights.OutputCount) + output] = CanonicalNaN.Of(weights.Bias.IsEmpty ? sum : sum + weights.Bias[output]);
            }
        }
    }

    /// <summary>Sixteen outputs at a time; what is left at the end as a panel with empty lanes.</summary>
    private void MultiplyRow(scoped in PlainWeights weights, Span<float> panels, Span<float> y)
    {
        int whole = weights.OutputCount / PlainPanel.OutputCount * PlainPanel.OutputCount;
        weights.Rows.MultiplyRow(_rows, weights.Stored, weights.Bias, y[..whole]);
        if (whole < weights.OutputCount)
            MultiplyPanels(weights.Slice(whole, weights.OutputCount - whole), panels, y[whole..]);
    }

    private void MultiplyPanels(scoped in PlainWeights weights, Span<float> panels, Span<float> y)
    {
        int depth = weights.Depth;
        weights.Rows.WritePanels(weights.Stored, weights.OutputCount, depth, panels);
        var shape = new ProductShape(rowCount, depth, weights.OutputCount, PlainPanel.OutputCount * depth, PlainPanel.OutputCount, _weights.OutputCount);
        LaneDispatch.Run(new ProductKernel(shape, _rows, panels, weights.Bias, default, y));
    }
}
