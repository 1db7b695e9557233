namespace OpenGradient.Kernels;

/// <summary>The windows of a convolution whose taps are moved by offsets, as columns of a matrix [depth, outputs]: row k of it is tap (channel, row, column).</summary>
/// <remarks>
/// A tap lies at (its place in the plane + offset), in binary64; it is the fma-sum from +0 of the up to four elements around it, times their
/// <see cref="BilinearTaps.Inside"/> weights, rounded to binary32, times the mask.
/// </remarks>
internal static class DeformedWindows
{
    /// <param name="window">How the window moves.</param>
    /// <param name="x">The planes of one group.</param>
    /// <param name="offsets">For each tap of the kernel y and x, each a plane of outputs.</param>
    /// <param name="mask">For each tap of the kernel a plane of outputs; or empty.</param>
    /// <param name="offsetGroup">For each plane of x which of the groups of offsets it has.</param>
    /// <param name="columns">[planes · taps, outputs].</param>
    /// <param name="workers">Who does it, and whether to stop.</param>
    public static void Fill(
        in Window window, ReadOnlySpan<float> x, ReadOnlySpan<float> offsets, ReadOnlySpan<float> mask, ReadOnlySpan<int> offsetGroup, Span<float> columns, Workers workers)
    {
        int outputs = window.OutputElements;
        Span<int> places = stackalloc int[4];
        Span<float> weights = stackalloc float[4];
        for (int k = 0; k < offsetGroup.Length * window.TapCount && !workers.IsCancelled; k++)
        {
            int channel = k / window.TapCount;
            int tap = k % window.TapCount;
            int field = (offsetGroup[channel] * window.TapCount) + tap;
            ReadOnlySpan<float> plane = x.Slice(channel * window.PlaneElements, window.PlaneElements);
            for (int output = 0; output < outputs; output++)
            {
                double y = window.InputY(output / window.OutputWidth, tap / window.KernelWidth) + (double)offsets[(2 * field * outputs) + output];
                double z = window.InputX(output % window.OutputWidth, tap % window.KernelWidth) + (double)offsets[(((2 * field) + 1) * outputs) + output];
                int count = BilinearTaps.Inside(y, z, window.Height, window.Width, places, weights);
                float sum = 0f;
                for (int i = 0; i < count; i++)
                    sum = MathF.FusedMultiplyAdd(weights[i], plane[places[i]], sum);
                columns[(k * outputs) + output] = CanonicalNaN.Of(mask.IsEmpty ? sum : sum * mask[(field * outputs) + output]);
            }
        }
    }
}
