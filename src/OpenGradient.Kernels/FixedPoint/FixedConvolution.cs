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

    /// <summary>Windows side by side become lanes: each lane walks its own window once, tap by tap.</summary>
    private static void Pack(in ConvolutionShape shape, ReadOnlySpan<short> planes, int first, int count, Span<short> panels)
    {
        Window window = shape.Window;
        panels[..PairPanels.ElementCount(count, shape.Depth)].Clear();
        int panelElements = PairPanels.PanelElements(shape.Depth);
        for (int pixel = 0; pixel < count; pixel++)
        {
            int inputY = window.InputY((first + pixel) / window.OutputWidth, 0);
            int inputX = window.InputX((first + pixel) % window.OutputWidth, 0);
            PackWindow(window, shape.GroupInputs, planes, inputY, inputX, panels.Slice((pixel / 16 * panelElements) + (pixel % 16 * 2), panelElements - (pixel % 16 * 2)));
        }
    }

    /// <summary>Element k of a window lies at k / 2 · 32 + k % 2 of its lane.</summary>
    private static void PackWindow(in Window window, int channels, ReadOnlySpan<short> planes, int inputY, int inputX, Span<short> lane)
    {
        (int firstX, int endX) = Window.TapsInside(inputX, window.KernelWidth, window.DilationX, window.Width);
        int k = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<short> plane = planes.Slice(channel * window.PlaneElements, window.PlaneElements);
            for (int tapY = 0; tapY < window.KernelHeight; tapY++, k += window.KernelWidth)
            {
                int y = inputY + (tapY * window.DilationY);
                if ((uint)y >= (uint)window.Height)
                    continue;
                ReadOnlySpan<short> row = plane.Slice(y * window.Width, window.Width);
                for (int tap = firstX, x = inputX + (firstX * window.DilationX); tap < endX; tap++, x += window.DilationX)
                    lane[((k + tap) >> 1 << 5) + ((k + tap) & 1)] = row[x];
            }
        }
    }

    private static int BlockPixels(in ConvolutionShape shape) =>
        Math.Clamp(CacheElements / Math.Max(1, shape.Depth) / 16 * 16, 16, Math.Max(16, (shape.Window.OutputElements + 15) / 16 * 16));

    private const int CacheElements = 1 << 17;
}
