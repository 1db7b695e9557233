using System.Runtime.CompilerServices;

namespace OpenGradient.Kernels;

/// <summary>The rows of an encoding.</summary>
internal sealed class EncodedRows<TElements> : PlainRows
    where TElements : struct, IPlainElements
{
    /// <inheritdoc/>
    public override void WritePanels(ReadOnlySpan<byte> weights, int outputCount, int depth, Span<float> panels)
    {
        for (int first = 0; first < outputCount; first += PlainPanel.OutputCount)
        {
            int count = Math.Min(PlainPanel.OutputCount, outputCount - first);
            LaneDispatch.Run(new PlainPanelKernel<TElements>(weights[(first * depth * TElements.ByteCount)..], count, depth, panels.Slice(first * depth, PlainPanel.OutputCount * depth)));
        }
    }

    /// <inheritdoc/>
    public override void MultiplyRow(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights, ReadOnlySpan<float> bias, Span<float> y) =>
        LaneDispatch.Run(new PlainRowKernel<TElements>(x, weights, bias, y));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Widen(ReadOnlySpan<byte> stored, Span<float> elements)
    {
        for (int i = 0; i < elements.Length; i++)
            elements[i] = TElements.Read(stored[(i * TElements.ByteCount)..]);
    }

    /// <inheritdoc/>
    public override float Dot(ReadOnlySpan<float> x, ReadOnlySpan<byte> weights)
    {
        float sum = 0f;
        for (int k = 0; k < x.Length; k++)
            sum = MathF.FusedMultiplyAdd(x[k], TElements.Read(weights[(k * TElements.ByteCount)..]), sum);
        return sum;
    }
}
