namespace OpenGradient.Kernels;

/// <summary>The first weights of all outputs lie one behind the other, then the second: element (output, k) at k · stride + output · element.</summary>
internal sealed class EncodedColumns<TElements> : PlainLayout
    where TElements : struct, IPlainElements
{
    /// <inheritdoc/>
    public override int OutputBytes(int strideBytes) => TElements.ByteCount;

    /// <inheritdoc/>
    public override int RunOutputs => 384; // 768 or 1536 bytes of a column: as fast as longer runs, and widths of GPT-2 are multiples of it

    /// <inheritdoc/>
    public override void WritePanels(scoped in PlainWeights weights, Span<float> panels) =>
        LaneDispatch.Run(new ColumnPanelKernel<TElements>(weights.Stored, weights.StrideBytes, weights.OutputCount, weights.Depth, panels));

    /// <inheritdoc/>
    public override void MultiplyRow(ReadOnlySpan<float> x, scoped in PlainWeights weights, Span<float> y) =>
        LaneDispatch.Run(new ColumnRowKernel<TElements>(x, weights.Stored, weights.StrideBytes, weights.Bias, y));

    /// <inheritdoc/>
    public override float Dot(ReadOnlySpan<float> x, scoped in PlainWeights weights)
    {
        float sum = 0f;
        for (int k = 0; k < x.Length; k++)
            sum = MathF.FusedMultiplyAdd(x[k], TElements.Read(weights.Stored[(k * weights.StrideBytes)..]), sum);
        return sum;
    }
}
