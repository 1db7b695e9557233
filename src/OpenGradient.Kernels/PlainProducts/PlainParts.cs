namespace OpenGradient.Kernels;

/// <summary>A product with weights that stand alone in parts of some outputs each; no part has outputs of two pieces.</summary>
internal readonly ref struct PlainParts(
    ReadOnlySpan<float> rows, int rowCount, PlainMatrix weights, ReadOnlySpan<float> bias, int partOutputs, Span<float> y, Span<float> scratch, int panelElements, Epilogue? epilogue)
    : IWorkBody
{
    private readonly ReadOnlySpan<float> _rows = rows; // [rows, depth]; strips, if there are several and lanes to fill
    private readonly ReadOnlySpan<float> _bias = bias;
    private readonly Span<float> _y = y;
    private readonly Span<float> _scratch = scratch; // [participants, panel elements]

    /// <summary>How many parts there are.</summary>
    public int Count => weights.PieceCount * PieceParts;

    private int PieceParts => (weights.PieceOutputs + partOutputs - 1) / partOutputs;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        (int piece, int index) = Math.DivRem(part, PieceParts);
        int first = index * partOutputs;
        PlainWeights some = weights.Piece(piece, _bias).Slice(first, Math.Min(partOutputs, weights.PieceOutputs - first));
        Span<float> panels = _scratch.Slice(participant * panelElements, panelElements);
        Span<float> y = _y[((piece * weights.PieceOutputs) + first)..];
        if (LaneDispatch.ActiveWidth == LaneWidth.Scalar)
            MultiplyScalar(in some, y);
        else if (rowCount == 1)
            MultiplyRow(in some, panels, y);
        else
            MultiplyPanels(in some, panels, y);
        epilogue?.Apply(y, rowCount, some.OutputCount, weights.OutputCount);
    }

    /// <summary>The definition.</summary>
    private void MultiplyScalar(scoped in PlainWeights some, Span<float> y)
    {
        for (int row = 0; row < rowCount; row++)
        {
            for (int output = 0; output < some.OutputCount; output++)
            {
                float sum = some.Layout.Dot(_rows.Slice(row * some.Depth, some.Depth), some.Slice(output, 1));
                y[(row * weights.OutputCount) + output] = CanonicalNaN.Of(some.Bias.IsEmpty ? sum : sum + some.Bias[output]);
            }
        }
    }

    /// <summary>Sixteen outputs at a time; what is left at the end as a panel with empty lanes.</summary>
    private void MultiplyRow(scoped in PlainWeights some, Span<float> panels, Span<float> y)
    {
        int whole = some.OutputCount / PlainPanel.OutputCount * PlainPanel.OutputCount;
        some.Layout.MultiplyRow(_rows, some.Slice(0, whole), y[..whole]);
        if (whole < some.OutputCount)
            MultiplyPanels(some.Slice(whole, some.OutputCount - whole), panels, y[whole..]);
    }

    private void MultiplyPanels(scoped in PlainWeights some, Span<float> panels, Span<float> y)
    {
        int depth = some.Depth;
        some.Layout.WritePanels(in some, panels);
        var shape = new ProductShape(rowCount, depth, some.OutputCount, PlainPanel.OutputCount * depth, PlainPanel.OutputCount, weights.OutputCount);
        LaneDispatch.Run(new ProductKernel(shape, _rows, panels, some.Bias, default, y));
    }
}
