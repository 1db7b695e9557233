namespace OpenGradient.Kernels;

/// <summary>y[n,m,p] = Σ_k w[m,k] · x[n, tap k of window p]: exact, 16-bit integers in, 64-bit integers out; taps outside the plane are 0.</summary>
/// <remarks>Shapes as <see cref="Convolution"/>, without a bias. The windows of a block are laid out in <see cref="PairPanels"/> and multiplied.</remarks>
internal static class FixedConvolution
{
    /// <summary>How many elements of scratch memory <see cref="Run"/> takes.</summary>
    public static int ScratchElements(in ConvolutionShape shape) => PairPanels.ElementCount(BlockPixels(shape), shape.Depth);

    /// <summary>Runs the convolution.</summary>
    public static void Run(in ConvolutionShape shape, ReadOnlySpan<short> x, ReadOnlySpan<short> weights, int blockPairs, Span<long> y, Span<short> scratch, Workers workers)
    {
        int pixels = shape.Window.OutputElements;
        int block = BlockPixels(shape);
        int filterElements = shape.GroupOutputs * shape.Depth;
        for (int plane = 0; plane < shape.BatchCount * shape.GroupCount; plane++)
        {
            ReadOnlySpan<short> planes = x.Slice(plane * shape.GroupInputs * shape.Window.PlaneElements, shape.GroupInputs * shape.Window.PlaneElements);
            ReadOnlySpan<short> filters = weights.Slice(plane % shape.GroupCount * filterElements, filterElements);
            Span<long> outputs = y.Slice(plane * shape.GroupOutputs * pixels, shape.GroupOutputs * pixels);
            for (int first = 0; first < pixels && !workers.IsCancelled; first += block)
            {
                int count = Math.Min(block, pixels - first);
                Pack(shape, planes, first, count, scratch);
                new PairProduct(filters, scratch, outputs[first..], shape.GroupOutputs, shape.Depth, count, pixels, blockPairs).Run();
            }
        }
    }

    private static void Pack(in ConvolutionShape shape, ReadOnlySpan<short> planes, int first, int count, Span<short> panels)
    {
        Window window = shape.Window;
        panels[..PairPanels.ElementCount(count, shape.Depth)].Clear();
        for (int k = 0; k < shape.Depth; k++)
        {
            ReadOnlySpan<short> plane = planes.Slice(k / window.TapCount * window.PlaneElements, window.PlaneElements);
            int tapY = k % window.TapCount / window.KernelWidth;
            int tapX = k % window.KernelWidth;
            for (int pixel = 0; pixel < count; pixel++)
            {
                int y = window.InputY((first + pixel) / window.OutputWidth, tapY);
                int x = window.InputX((first + pixel) % window.OutputWidth, tapX);
                if ((uint)y < (uint)window.Height && (uint)x < (uint)window.Width)
                    panels[PairPanels.Position(pixel, k, shape.Depth)] = plane[(y * window.Width) + x];
            }
        }
    }

    private static int BlockPixels(in ConvolutionShape shape) =>
        Math.Clamp(CacheElements / Math.Max(1, shape.Depth) / 16 * 16, 16, Math.Max(16, (shape.Window.OutputElements + 15) / 16 * 16));

    private const int CacheElements = 1 << 17;
}
