namespace OpenGradient.Kernels.Tests.Products;

/// <summary>Convolutions of single planes, whose kernels read x where it lies.</summary>
public sealed class DepthwiseTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Depthwise_EveryWidthAndPadding_EqualsPlainLoopsBitForBit(int stride)
    {
        for (int width = 1; width <= 40; width++)
        {
            for (int pad = width < 3 ? 1 : 0; pad <= 3; pad++)
                ConvolutionChecks.Run(Shape(2, 3, 5 + (width % 4), width, stride, pad, pad), width + pad);
        }
    }

    /// <summary>A plane's last vectors reach into the plane after it, but never into the planes of another part.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Depthwise_SeveralPartsOfSmallPlanes_EqualsPlainLoopsBitForBit(int stride)
    {
        foreach (int width in (ReadOnlySpan<int>)[5, 7, 14, 15])
            ConvolutionChecks.Run(Shape(1, 300, width, width, stride, 1, 1), width);
    }

    [Fact]
    public void Depthwise_PaddingOnOneSideOnly_EqualsPlainLoopsBitForBit()
    {
        for (int right = 0; right <= 12; right++)
        {
            ConvolutionChecks.Run(Shape(1, 2, 9, 18, 2, 0, right), right);
            ConvolutionChecks.Run(Shape(1, 2, 9, 18, 1, right, 0), right);
        }
    }

    private static ConvolutionShape Shape(int batch, int channels, int height, int width, int stride, int left, int right) => new(
        batch,
        channels,
        channels,
        channels,
        new Window(height, width, 3, 3, stride, stride, 1, 1, 1, left, ((height - 1) / stride) + 1, ((width + left + right - 3) / stride) + 1));
}
