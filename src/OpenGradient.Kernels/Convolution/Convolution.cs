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
        Span<float> filters = scratch[..(FilterElements(shape) - RowStrips.Slack)];
        PackedFilters.Pack(weights, shape.GroupCount, shape.GroupOutputs, shape.Depth, filters);
        RunPacked(shape, x, filters, bias, y, scratch[FilterElements(shape)..], workers);
    }

    /// <summary>How many elements of scratch memory <see cref="RunPacked"/> takes.</summary>
    public static int PackedScratchElements(in ConvolutionShape shape, int participantCount = 1)
    {
        if (shape.Depth == 0 || !PhasePlanes.TryCreate(shape.Window, out PhasePlanes planes))
            return checked(BlockElements(shape) * participantCount);
        if (IsDepthwise(shape))
            return checked(DepthwiseBlocks.ScratchElements(planes) * participantCount);
        return checked(PhaseElements(shape, planes) + (PhaseBlocks.ScratchElements(shape) * participantCount));
    }

    /// <summary>Runs the convolution with weights that were laid out before: <see cref="PackedFilters"/>.</summary>
    public static void RunPacked(
        in ConvolutionShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Workers workers = default,
        Epilogue? epilogue = null)
    {
        if (shape.Depth == 0 || !PhasePlanes.TryCreate(shape.Window, out PhasePlanes planes))
        {
            var blocks = new ConvolutionBlocks(shape, BlockPanels(shape) * 16, BlockElements(shape), x, filters, bias, y, scratch);
            workers.For(in blocks, blocks.PartCount);
            epilogue?.Apply(y);
            return;
        }

        Span<int> offsets = stackalloc int[PhasePlanes.MaxTaps];
        offsets = offsets[..shape.Window.TapCount];
        planes.TapOffsets(offsets);
        if (IsDepthwise(shape))
        {
            var blocks = new DepthwiseBlocks(shape, planes, offsets, x, filters, bias, y, scratch, epilogue);
            workers.For(in blocks, blocks.PartCount);
            return;
        }

        for (int part = 0; part < shape.BatchCount * shape.GroupCount && !workers.IsCancelled; part++)
            RunGroup(shape, planes, offsets, part, x, filters, bias, y, scratch, workers, epilogue);
    }

    /// <summary>One group of one image.</summary>
    private static void RunGroup(
        in ConvolutionShape shape,
        in PhasePlanes planes,
        ReadOnlySpan<int> offsets,
        int part,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Workers workers,
        Epilogue? epilogue)
    {
        int group = part % shape.GroupCount;
        int inputs = shape.GroupInputs * shape.Window.PlaneElements;
        int outputs = shape.GroupOutputs * shape.Window.OutputElements;
        int filterElements = PackedFilters.GroupElements(shape.GroupOutputs, shape.Depth);
        ReadOnlySpan<float> phases = x.Slice(part * inputs, inputs);
        Span<float> rest = scratch[PhaseElements(shape, planes)..];
        if (!planes.IsPlaneItself)
        {
            var filling = new PhaseFilling(planes, shape.Window.PlaneElements, phases, scratch);
            workers.For(in filling, filling.PartCount);
            phases = scratch[..^rest.Length];
        }

        Span<int> packed = stackalloc int[workers.Count];
        packed.Fill(-1);
        var blocks = new PhaseBlocks(
            shape,
            planes,
            offsets,
            phases,
            filters.Slice(group * filterElements, filterElements),
            bias.IsEmpty ? bias : bias.Slice(group * shape.GroupOutputs, shape.GroupOutputs),
            y.Slice(part * outputs, outputs),
            rest,
            packed,
            epilogue);
        workers.For(in blocks, blocks.PartCount);
    }

    private static bool IsDepthwise(in ConvolutionShape shape) => shape.GroupInputs == 1 && shape.GroupOutputs == 1;

    /// <summary>The planes of a group, taken apart, and sixteen elements that a move may read.</summary>
    private static int PhaseElements(in ConvolutionShape shape, in PhasePlanes planes) =>
        planes.IsPlaneItself ? 0 : checked((shape.GroupInputs * planes.PlaneElements) + 16);

    private static int FilterElements(in ConvolutionShape shape) => checked(shape.GroupCount * PackedFilters.GroupElements(shape.GroupOutputs, shape.Depth)) + RowStrips.Slack;

    private static int BlockElements(in ConvolutionShape shape) => checked(BlockPanels(shape) * 16 * shape.Depth);

    /// <summary>As many panels as fit a quarter of a usual second-level cache, but enough for wide tiles.</summary>
    private static int BlockPanels(in ConvolutionShape shape)
    {
        int all = (shape.Window.OutputElements + 15) / 16;
        return Math.Clamp(CacheElements / Math.Max(1, 16 * shape.Depth), Math.Min(4, Math.Max(1, all)), Math.Max(1, all));
    }

    private const int CacheElements = 1 << 16;
}
