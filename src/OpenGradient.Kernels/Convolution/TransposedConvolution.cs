namespace OpenGradient.Kernels;

/// <summary>y[n,m,o] = Σ w[c,m,i,j] · x[n,c,p] (+ bias[m]) over the taps (c, i, j) for which p·stride - pad + tap·dilation = o has a p inside.</summary>
/// <remarks>
/// Shapes: x [batch, channels, input height, input width], w [channels, outputs/groups, kernel height, kernel width], bias [outputs] or
/// empty, y [batch, outputs, plane]. In <see cref="Window"/> the large plane is that of y and the windows are the elements of x, as in the
/// convolution that this one transposes. Order: one accumulator for each output, from +0, acc = fma(w, x, acc), (c, i, j) ascending;
/// walking x tap by tap adds to every output in just that order. Aliasing: none.
/// </remarks>
internal static class TransposedConvolution
{
    /// <summary>Runs it; <paramref name="shape"/> counts the channels of x as inputs and those of y as outputs.</summary>
    public static void Run(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        Window window = shape.Window;
        y.Clear();
        for (int plane = 0; plane < shape.BatchCount * shape.OutputChannels; plane++)
        {
            int image = plane / shape.OutputChannels;
            int output = plane % shape.OutputChannels;
            int group = output / shape.GroupOutputs;
            Span<float> target = y.Slice(plane * window.PlaneElements, window.PlaneElements);
            for (int c = 0; c < shape.GroupInputs; c++)
            {
                int channel = (group * shape.GroupInputs) + c;
                ReadOnlySpan<float> source = x.Slice(((image * shape.InputChannels) + channel) * window.OutputElements, window.OutputElements);
                int filter = ((channel * shape.GroupOutputs) + (output % shape.GroupOutputs)) * window.TapCount;
                AddChannel(window, source, weights.Slice(filter, window.TapCount), target);
            }

            foreach (ref float sum in target)
                sum = CanonicalNaN.Of(bias.IsEmpty ? sum : sum + bias[output]);
        }
    }

    private static void AddChannel(in Window window, ReadOnlySpan<float> source, ReadOnlySpan<float> filter, Span<float> target)
    {
        for (int tap = 0; tap < filter.Length; tap++)
        {
            for (int y = 0; y < window.OutputHeight; y++)
            {
                int targetY = window.InputY(y, tap / window.KernelWidth);
                if ((uint)targetY >= (uint)window.Height)
                    continue;
                Span<float> row = target.Slice(targetY * window.Width, window.Width);
                int targetX = window.InputX(0, tap % window.KernelWidth);
                foreach (float element in source.Slice(y * window.OutputWidth, window.OutputWidth))
                {
                    if ((uint)targetX < (uint)row.Length)
                        row[targetX] = MathF.FusedMultiplyAdd(filter[tap], element, row[targetX]);
                    targetX += window.StrideX;
                }
            }
        }
    }
}
