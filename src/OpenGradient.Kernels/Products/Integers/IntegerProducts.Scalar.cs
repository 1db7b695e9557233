namespace OpenGradient.Kernels;

/// <content>The definition, as plain loops.</content>
internal static partial class IntegerProducts
{
    /// <summary>The same integers as <see cref="MatMul"/>, slowly.</summary>
    public static void MatMulScalar(
        IntegerOperand a, IntegerOperand b, Span<int> y, int rowCount, int depth, int outputCount)
    {
        for (int row = 0; row < rowCount; row++)
        {
            for (int output = 0; output < outputCount; output++)
            {
                int sum = 0;
                for (int k = 0; k < depth; k++)
                    sum += a.Element((row * depth) + k, a.ZeroPoint(row)) * b.Element((k * outputCount) + output, b.ZeroPoint(output));
                y[(row * outputCount) + output] = sum;
            }
        }
    }
}
