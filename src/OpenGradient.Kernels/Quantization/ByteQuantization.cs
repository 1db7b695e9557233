namespace OpenGradient.Kernels;

/// <summary>Entry points of the kernels between numbers and quantised bytes.</summary>
internal static class ByteQuantization
{
    /// <summary>y = saturate(round(x / scale) + zero); low and high are the range of y less the zero point.</summary>
    public static void Quantize(ReadOnlySpan<float> x, Span<byte> y, float scale, int low, int high, int zero, Workers workers = default) =>
        workers.For(new QuantizeParts(x, y, scale, low, high, zero), Elementwise.PartCount(x.Length));

    /// <summary>y = (x - zero) · scale.</summary>
    public static void Dequantize(ReadOnlySpan<byte> x, bool isSigned, int zero, float scale, Span<float> y, Workers workers = default) =>
        workers.For(new DequantizeParts(x, isSigned, zero, scale, y), Elementwise.PartCount(x.Length));

    /// <summary>One stretch of accumulators; the axis of <paramref name="requantization"/> runs along it.</summary>
    public static void Requantize(ReadOnlySpan<int> x, Span<byte> y, Requantization requantization) =>
        LaneDispatch.Run(new RequantizeKernel(x, x.Length, y, x.Length, 1, x.Length, requantization));
}
