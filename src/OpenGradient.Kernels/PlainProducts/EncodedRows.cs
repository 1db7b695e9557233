namespace OpenGradient.Kernels;

/// <summary>The weights of an output lie one behind the other: element (output, k) at output · stride + k · element.</summary>
internal sealed class EncodedRows<TElements> : PlainLayout
    where TElements : struct, IPlainElements
{
    /// <inheritdoc/>
    public override int OutputBytes(int strideBytes) => strideBytes;

    /// <inheritdoc/>
    public override int RunOutputs => PlainPanel.OutputCount;

    /// <inheritdoc/>
    public override void WritePanels(scoped in PlainWeights weights, Span<float> panels)
    {
        int depth = weights.Depth;
        for (int first = 0; first < weights.OutputCount; first += PlainPanel.OutputCount)
        {
            PlainWeights some = weights.Slice(first, Math.Min(PlainPanel.OutputCount, weights.OutputCount - first));
            LaneDispatch.Run(new PlainPanelKernel<TElements>(some.Stored, some.OutputCount, depth, panels.Slice(first * depth, PlainPanel.OutputCount * depth)));
        }
    }

    /// <inheritdoc/>
    public override void MultiplyRow(ReadOnlySpan<float> x, scoped in PlainWeights weights, Span<float> y) =>
        LaneDispatch.Run(new PlainRowKernel<TElements>(x, weights.Stored, weights.Bias, y));

    /// <inheritdoc/>
    public override float Dot(ReadOnlySpan<float> x, scoped in PlainWeights weights)
    {
        float sum = 0f;
        for (int k = 0; k < x.Length; k++)
            sum = MathF.FusedMultiplyAdd(x[k], TElements.Read(weights.Stored[(k * TElements.ByteCount)..]), sum);
        return sum;
    }
}
