namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ w[m,k] · x[n, tap k of window p] (+ bias[m]): one accumulator for each output, k = (channel, row, column) ascending.</summary>
/// <remarks>
/// Shapes: x [batch, inputs, height, width], w [outputs, inputs/groups, kernel height, kernel width], bias [outputs] or empty,
/// y [batch, outputs, output height, output width]. Taps outside the plane are +0 and take part. Order and rounding: as
/// <see cref="ProductKernel"/>; the windows are laid out as panels of sixteen and multiplied, block by block. Aliasing: none.
/// </remarks>
internal static partial class Convolution
{
    /// <summary>How many elements of scratch memory <see cref="Run"/> takes.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => checked(BlockPanels(shape) * 16 * shape.Depth);

    /// <summary>Runs the convolution.</summary>
    public static void Run(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch)
    {
        int inputs = shape.GroupInputs * shape.Window.PlaneElements;
        int outputs = shape.GroupOutputs * shape.Window.OutputElements;
        for (int image = 0; image < shape.BatchCount; image++)
        {
            for (int group = 0; group < shape.GroupCount; group++)
            {
                int part = (image * shape.GroupCount) + group;
                RunGroup(
                    shape,
                    x.Slice(part * inputs, inputs),
                    weights.Slice(group * shape.GroupOutputs * shape.Depth, shape.GroupOutputs * shape.Depth),
                    bias.IsEmpty ? bias : bias.Slice(group * shape.GroupOutputs, shape.GroupOutputs),
                    y.Slice(part * outputs, outputs),
                    scratch);
            }
        }
    }

    private static void RunGroup(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch)
    {
        int pixels = shape.Window.OutputElements;
        int block = BlockPanels(shape) * 16;
        for (int first = 0; first < pixels; first += block)
        {
            int count = Math.Min(block, pixels - first);
            WindowPanels.Pack(shape.Window, shape.GroupInputs, x, first, count, scratch);
            var product = new ProductShape(shape.GroupOutputs, shape.Depth, count, shape.Depth, shape.Depth * 16, 16, pixels);
            LaneDispatch.Run(new ProductKernel(product, weights, scratch, default, bias, y[first..]));
        }
    }

    /// <summary>As many panels as fit a quarter of a usual second-level cache, but enough for wide tiles.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int all = (shape.Window.OutputElements + 15) / 16;
        return Math.Clamp(CacheElements / Math.Max(1, 16 * shape.Depth), Math.Min(4, Math.Max(1, all)), Math.Max(1, all));
    }

    private const int CacheElements = 1 << 16;
}
