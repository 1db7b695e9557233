using System.Diagnostics;
using System.Runtime.InteropServices;

namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ w[m,k] · x[n, tap k of window p] (+ bias[m]) (+ addend[n,m,p]): one accumulator for each output, k = (channel, row, column) ascending.</summary>
/// <remarks>
/// Shapes: x [batch, inputs, height, width], w [outputs, inputs/groups, kernel height, kernel width], bias [outputs] or empty,
/// y [batch, outputs, output height, output width]. Taps outside the plane are +0 and take part. Order and rounding: as
/// <see cref="ConvolutionKernel"/>, or <see cref="NarrowKernel"/> where a group has few outputs. Aliasing: none.
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
    public static int PackedScratchElements(in ConvolutionShape shape, int participantCount = 1)
    {
        if (DepthwiseBlocks.IsFor(shape)) // enough for either form: which of them runs is seen when it does
        {
            return checked(Math.Max(DepthwiseBlocks.TableElements(shape), CopiedDepthwise.TableElements(shape))
                + (Math.Max(DepthwiseBlocks.ScratchElements(shape), CopiedDepthwise.ScratchElements(shape)) * participantCount));
        }

        var plan = new ConvolutionPlan(shape);
        return checked(plan.TableElements(shape) + (plan.ScratchElements * participantCount));
    }

    /// <summary>Whether <see cref="RunPacked"/> takes an addend; sums of single planes and of few outputs leave by other ways.</summary>
    public static bool TakesAddend(in ConvolutionShape shape) => !PackedFilters.IsNarrow(shape.GroupOutputs) && !DepthwiseBlocks.IsFor(shape);

    /// <summary>Runs the convolution with weights that were laid out before: <see cref="PackedFilters"/>.</summary>
    /// <remarks>The bits are those of the convolution, then an addition of the addend, then the epilogue.</remarks>
    public static void RunPacked(
        in ConvolutionShape shape,
        ReadOnlySpan<float> x,
        ReadOnlySpan<float> filters,
        ReadOnlySpan<float> bias,
        Span<float> y,
        Span<float> scratch,
        Workers workers = default,
        Epilogue? epilogue = null,
        ReadOnlySpan<float> addend = default)
    {
        Debug.Assert(addend.IsEmpty || TakesAddend(shape), "Somebody adds it.");
        float least = AtLeast.Bound(ref epilogue);
        if (DepthwiseBlocks.IsFor(shape))
        {
            RunDepthwise(shape, x, filters, bias, y, scratch, workers, least, epilogue);
            return;
        }

        var plan = new ConvolutionPlan(shape);
        int tables = plan.TableElements(shape);
        plan.FillTables(shape, MemoryMarshal.Cast<float, int>(scratch[..tables]), out ReadOnlySpan<int> offsets, out ReadOnlySpan<int> masks);
        Span<int> filled = stackalloc int[workers.Count];
        filled.Fill(-1);
        var blocks = new ConvolutionBlocks(shape, plan, offsets, masks, x, filters, new SumFinish(bias, addend, least), y, scratch[tables..], filled, epilogue);
        workers.For(in blocks, plan.PartCount);
    }

    private static void RunDepthwise(
        in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> filters, ReadOnlySpan<float> bias, Span<float> y, Span<float> scratch, Workers workers, float least, Epilogue? epilogue)
    {
        if (CopiedDepthwise.IsChosen)
        {
            Span<int> tables = MemoryMarshal.Cast<float, int>(scratch[..CopiedDepthwise.TableElements(shape)]);
            workers.For(new CopiedDepthwise(shape, tables, x, filters, bias, y, scratch[tables.Length..], least, epilogue), DepthwiseBlocks.PartCount(shape));
            return;
        }

        Span<int> inside = MemoryMarshal.Cast<float, int>(scratch[..DepthwiseBlocks.TableElements(shape)]);
        DepthwiseBlocks.Masks(shape).FillMasks(inside);
        workers.For(new DepthwiseBlocks(shape, inside, x, filters, bias, y, scratch[inside.Length..], least, epilogue), DepthwiseBlocks.PartCount(shape));
    }

    private static int FilterElements(in ConvolutionShape shape) =>
        checked((shape.GroupCount * PackedFilters.GroupElements(shape.GroupOutputs, shape.Depth)) + 15) / 16 * 16;
}
