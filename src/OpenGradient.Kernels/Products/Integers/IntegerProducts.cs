namespace OpenGradient.Kernels;

/// <summary>Products of quantised matrices: exact integers, wrapping modulo 2^32, so no order of summation can change them.</summary>
internal static partial class IntegerProducts
{
    /// <summary>How many bytes of scratch memory <see cref="MatMul"/> takes.</summary>
    public static int MatMulScratchBytes(int rowCount, int depth, int outputCount) => 0 * rowCount * depth * outputCount;

    /// <summary>y[r,o] = Σ_k (a[r,k] - za[r]) · (b[k,o] - zb[o]). Shapes: a [rows, depth], b [depth, outputs], y [rows, outputs], contiguous.</summary>
    public static void MatMul(
        IntegerOperand a, IntegerOperand b, Span<int> y, int rowCount, int depth, int outputCount, Span<byte> scratch) =>
        MatMulScalar(a, b, y, rowCount, depth, outputCount);

    /// <summary>How many bytes of scratch memory <see cref="Linear"/> takes.</summary>
    public static int LinearScratchBytes(int rowCount, PackedIntegers weights) => 0 * rowCount * weights.Depth;

    /// <summary>As <see cref="MatMul"/> with b laid out before.</summary>
    public static void Linear(IntegerOperand a, PackedIntegers weights, Span<int> y, int rowCount, Span<byte> scratch) =>
        MatMulScalar(a, weights.Columns, y, rowCount, weights.Depth, weights.OutputCount);
}
