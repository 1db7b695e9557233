using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>Products of quantised matrices: exact integers, wrapping modulo 2^32, so no order of summation can change them.</summary>
internal static partial class IntegerProducts
{
    /// <summary>How many bytes of scratch memory <see cref="MatMul"/> takes.</summary>
    public static int MatMulScratchBytes(int rowCount, int depth, int outputCount) =>
        checked((StripElements(rowCount, depth) + IntegerPanels.ElementCount(outputCount, depth)) * sizeof(short));

    /// <summary>y[r,o] = Σ_k (a[r,k] - za[r]) · (b[k,o] - zb[o]). Shapes: a [rows, depth], b [depth, outputs], y [rows, outputs], contiguous.</summary>
    public static void MatMul(
        IntegerOperand a, IntegerOperand b, Span<int> y, int rowCount, int depth, int outputCount, Span<byte> scratch, Workers workers = default)
    {
        Span<short> elements = MemoryMarshal.Cast<byte, short>(scratch);
        Span<short> panels = elements.Slice(StripElements(rowCount, depth), IntegerPanels.ElementCount(outputCount, depth));
        IntegerPanels.Pack(b, depth, outputCount, panels);
        Multiply(a, panels, y, rowCount, depth, outputCount, elements, workers);
    }

    /// <summary>How many bytes of scratch memory <see cref="Linear"/> takes.</summary>
    public static int LinearScratchBytes(int rowCount, PackedIntegers weights) => checked(StripElements(rowCount, weights.Depth) * sizeof(short));

    /// <summary>As <see cref="MatMul"/> with b laid out before.</summary>
    public static void Linear(IntegerOperand a, PackedIntegers weights, Span<int> y, int rowCount, Span<byte> scratch, Workers workers = default) =>
        Multiply(a, weights.Panels, y, rowCount, weights.Depth, weights.OutputCount, MemoryMarshal.Cast<byte, short>(scratch), workers);

    private static void Multiply(
        IntegerOperand a, ReadOnlySpan<short> panels, Span<int> y, int rowCount, int depth, int outputCount, Span<short> scratch, Workers workers)
    {
        Span<short> strips = scratch[..IntegerStrips.ElementCount(rowCount, depth)];
        IntegerStrips.Pack(a, 0, rowCount, depth, strips, scratch.Slice(strips.Length, IntegerStrips.PairedDepth(depth)));
        IntegerBlocks.Run(workers, rowCount, depth, outputCount, outputCount, strips, panels, y);
    }

    /// <summary>The rows as strips, and one row more to widen elements in.</summary>
    private static int StripElements(int rowCount, int depth) =>
        checked(IntegerStrips.ElementCount(rowCount, depth) + IntegerStrips.PairedDepth(depth));
}
