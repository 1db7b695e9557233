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
    public static int ScratchElements(in ConvolutionShape shape, int participantCount = 1) =>
        checked(FilterElements(shape) + PackedScratchElements(shape, participantCount));

    /// <summary>Runs the convolution.</summary>
    public static void Run(
        in ConvolutionShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Workers workers = default)
    {
        Span<float> filters = scratch[..FilterElements(shape)];
        PackedFilters.Pack(weights, shape.GroupCount, shape.GroupOutputs, shape.Depth, filters);
        RunPacked(shape, x, filters, bias, y, scratch[filters.Length..], workers);
    }

    /// <summary>How many elements of scratch memory <see cref="RunPacked"/> takes.</summary>
    public static int PackedScratchElements(in ConvolutionShape shape, int participantCount = 1) => checked(BlockElements(shape) * participantCount);

    /// <summary>Runs the convolution with weights that were laid out before: <see cref="PackedFilters"/>.</summary>
    public static void RunPacked(
        in ConvolutionShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Workers workers = default)
    {
        var blocks = new ConvolutionBlocks(shape, BlockPanels(shape) * 16, BlockElements(shape), x, filters, bias, y, scratch);
        workers.For(in blocks, blocks.PartCount);
    }

    private static int FilterElements(in ConvolutionShape shape) => checked(shape.GroupCount * PackedFilters.GroupElements(shape.GroupOutputs, shape.Depth));

    private static int BlockElements(in ConvolutionShape shape) => checked(BlockPanels(shape) * 16 * shape.Depth);

    /// <summary>As many panels as fit a quarter of a usual second-level cache, but enough for wide tiles.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int all = (shape.Window.OutputElements + 15) / 16;
        return Math.Clamp(CacheElements / Math.Max(1, 16 * shape.Depth), Math.Min(4, Math.Max(1, all)), Math.Max(1, all));
    }

    private const int CacheElements = 1 << 16;
}
