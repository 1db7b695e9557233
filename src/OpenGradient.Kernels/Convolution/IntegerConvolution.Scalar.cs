namespace OpenGradient.Kernels;

/// <content>The definition, as plain loops.</content>
internal static partial class IntegerConvolution
{
    /// <summary>The same integers as <see cref="Run"/>, slowly.</summary>
    public static void RunScalar(in ConvolutionShape shape, IntegerOperand x, IntegerOperand weights, Span<int> y)
    {
        Window window = shape.Window;
        for (int position = 0; position < y.Length; position++)
        {
            int pixel = position % window.OutputElements;
            int output = position / window.OutputElements % shape.OutputChannels;
            int image = position / window.OutputElements / shape.OutputChannels;
            int firstInput = (image * shape.InputChannels) + (output / shape.GroupOutputs * shape.GroupInputs);
            int sum = 0;
            for (int k = 0; k < shape.Depth; k++)
            {
                int tapY = window.InputY(pixel / window.OutputWidth, k / window.KernelWidth % window.KernelHeight);
                int tapX = window.InputX(pixel % window.OutputWidth, k % window.KernelWidth);
                if (tapY < 0 || tapY >= window.Height || tapX < 0 || tapX >= window.Width)
                    continue;
                int element = ((firstInput + (k / window.TapCount)) * window.PlaneElements) + (tapY * window.Width) + tapX;
                sum += x.Element(element, x.ZeroPoint(0)) * weights.Element((output * shape.Depth) + k, weights.ZeroPoint(output));
            }

            y[position] = sum;
        }
    }
}
