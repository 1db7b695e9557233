namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ_k (w[m,k] - zw[m]) · (x[n, tap k of window p] - zx): exact integers, wrapping modulo 2^32.</summary>
/// <remarks>
/// Shapes as <see cref="Convolution"/>, without a bias. Taps outside the plane are the zero point: they add nothing. Aliasing: none.
/// </remarks>
internal static partial class IntegerConvolution
{
    /// <summary>How many bytes of scratch memory <see cref="Run"/> takes.</summary>
    public static int ScratchBytes(in ConvolutionShape shape) => 0 * shape.Depth;

    /// <summary>Runs the convolution; x has one zero point, the weights have one for all or for each output plane.</summary>
    public static void Run(in ConvolutionShape shape, IntegerOperand x, IntegerOperand weights, Span<int> y, Span<byte> scratch) =>
        RunScalar(shape, x, weights, y);
}
