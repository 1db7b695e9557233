namespace OpenGradient.Kernels;

/// <summary><see cref="QuantizeKernel"/>, cut into stretches.</summary>
internal readonly ref struct QuantizeParts(ReadOnlySpan<float> x, Span<byte> y, float scale, int low, int high, int zero) : IWorkBody
{
    private readonly ReadOnlySpan<float> _x = x;
    private readonly Span<byte> _y = y;

    /// <inheritdoc/>
    public void Run(int part, int participant)
    {
        int start = part * Elementwise.PartElements;
        int count = Math.Min(Elementwise.PartElements, _x.Length - start);
        LaneDispatch.Run(new QuantizeKernel(_x.Slice(start, count), _y.Slice(start, count), scale, low, high, zero));
    }
}
