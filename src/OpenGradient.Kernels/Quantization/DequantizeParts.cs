namespace OpenGradient.Kernels;

/// <summary><see cref="DequantizeKernel"/>, cut into stretches.</summary>
internal readonly ref struct DequantizeParts(ReadOnlySpan<byte> x, bool isSigned, int zero, float scale, Span<float> y) : IWorkBody
{
    private readonly ReadOnlySpan<byte> _x = x;
    private readonly Span<float> _y = y;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * Elementwise.PartElements;
        int count = Math.Min(Elementwise.PartElements, _x.Length - start);
        LaneDispatch.Run(new DequantizeKernel(_x.Slice(start, count), isSigned, zero, scale, _y.Slice(start, count)));
    }
}
