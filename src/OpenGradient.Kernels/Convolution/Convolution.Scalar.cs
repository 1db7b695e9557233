namespace OpenGradient.Kernels;

/// <content>The definition, as plain loops.</content>
internal static partial class Convolution
{
    /// <summary>The same bits as <see cref="Run"/>, slowly.</summary>
    public static void RunScalar(in ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, Span<float> y)
    {
        Window window = shape.Window;
        int position = 0;
        for (int image = 0; image < shape.BatchCount; image++)
        {
            for (int output = 0; output < shape.OutputChannels; output++)
            {
                int firstInput = (image * shape.InputChannels) + (output / shape.GroupOutputs * shape.GroupInputs);
                ReadOnlySpan<float> filter = weights.Slice(output * shape.Depth, shape.Depth);
                for (int outputY = 0; outputY < window.OutputHeight; outputY++)
                {
                    for (int outputX = 0; outputX < window.OutputWidth; outputX++)
                    {
                        float sum = Dot(shape, x[(firstInput * window.PlaneElements)..], filter, outputY, outputX);
                        y[position++] = CanonicalNaN.Of(bias.IsEmpty ? sum : sum + bias[output]);
                    }
                }
            }
        }
    }

    private static float Dot(in ConvolutionShape shape, ReadOnlySpan<float> planes, ReadOnlySpan<float> filter, int outputY, int outputX)
    {
        Window window = shape.Window;
        float accumulator = 0f;
        for (int k = 0; k < filter.Length; k++)
        {
            int y = window.InputY(outputY, k / window.KernelWidth % window.KernelHeight);
            int x = window.InputX(outputX, k % window.KernelWidth);
            bool isInside = y >= 0 && y < window.Height && x >= 0 && x < window.Width;
            float tap = isInside ? planes[(k / window.TapCount * window.PlaneElements) + (y * window.Width) + x] : 0f;
            accumulator = MathF.FusedMultiplyAdd(filter[k], tap, accumulator);
        }

        return accumulator;
    }
}
