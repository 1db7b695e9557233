namespace OpenGradient.Kernels.Tests.Products;

/// <summary>The ways in which a convolution is cut: strips of filters, tiles and bands of windows, blocks of k, parts for threads.</summary>
public sealed class ConvolutionTests
{
    [Fact]
    public void Convolution_EveryNumberOfFilters_EqualsPlainLoopsBitForBit()
    {
        for (int outputs = 1; outputs <= 70; outputs++)
        {
            ConvolutionChecks.Run(Square(1, 2, outputs, 1, 5, 3, 1, 1), outputs);
            ConvolutionChecks.Run(Square(1, 22, outputs, 1, 5, 3, 1, 1), outputs);
        }
    }

    [Fact]
    public void Convolution_EveryNumberOfWindows_EqualsPlainLoopsBitForBit()
    {
        for (int width = 1; width <= 66; width++)
        {
            ConvolutionChecks.Run(Lines(1, 3, 9, width, 1, 0), width);
            ConvolutionChecks.Run(Lines(1, 200, 33, width, 1, 0), width);
            ConvolutionChecks.Run(Lines(2, 3, 4, width, 1, 0), width);
            ConvolutionChecks.Run(Lines(1, 2, 33, width, 3, 1), width);
        }
    }

    /// <summary>Enough windows for tiles of neighbours: every remainder, sums in one piece and in several, rows with gaps and without, strips with every number of filters left over.</summary>
    [Fact]
    public void Convolution_TilesOfManyWindows_EqualPlainLoopsBitForBit()
    {
        for (int width = 64; width <= 89; width++)
        {
            ConvolutionChecks.Run(Lines(1, 3, 9, width, 1, 0), width);
            ConvolutionChecks.Run(Lines(2, 170, 5 + (width % 12), width, 1, 0), width + 1);
        }

        for (int columns = 8; columns <= 33; columns++)
        {
            ConvolutionChecks.Run(Rows(1, 3, 33 + (columns % 8), 1, columns, kernel: 3, stride: 1, dilation: 1, pad: 1), columns);
            ConvolutionChecks.Run(Rows(1, 71, 6, 1, columns, kernel: 3, stride: 2, dilation: 1, pad: 0), columns);
        }
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1025)]
    [InlineData(2500)]
    public void Convolution_LongSums_EqualPlainLoopsBitForBit(int channels)
    {
        foreach (int width in (int[])[1, 7, 9, 14, 23, 29, 49])
            ConvolutionChecks.Run(Lines(1, channels, 20, width, 1, 0), width);
    }

    [Fact]
    public void Convolution_BandsOfRows_EqualPlainLoopsBitForBit()
    {
        ConvolutionChecks.Run(Square(1, 300, 10, 1, 20, 3, 1, 1), 1);
        ConvolutionChecks.Run(Square(1, 300, 10, 1, 33, 3, 2, 1), 2);
        ConvolutionChecks.Run(Square(2, 96, 40, 1, 45, 2, 3, 0), 3);
    }

    [Fact]
    public void Convolution_BandsWithinARow_EqualPlainLoopsBitForBit()
    {
        ConvolutionChecks.Run(Lines(1, 700, 9, 130, 3, 1), 1);
        ConvolutionChecks.Run(Lines(1, 600, 3, 131, 5, 2), 2);
        ConvolutionChecks.Run(new ConvolutionShape(1, 700, 9, 1, new Window(3, 60, 3, 3, 1, 1, 1, 1, 1, 1, 3, 60)), 3);
        ConvolutionChecks.Run(Lines(1, 400, 12, 1000, 1, 0), 4);
    }

    [Fact]
    public void Convolution_TapsFurtherApartThanWindows_EqualPlainLoopsBitForBit()
    {
        var window = new Window(50, 40, 3, 2, 1, 2, 24, 13, 1, 2, 4, 14);
        ConvolutionChecks.Run(new ConvolutionShape(2, 4, 18, 1, window), 1);
        ConvolutionChecks.Run(new ConvolutionShape(1, 4, 12, 2, window), 2);
    }

    /// <summary>Rows of whole tiles share their columns: short sums in rows of sixteen, long ones in rows of fourteen, and those that are put down and taken up again.</summary>
    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(3, 16)]
    [InlineData(5, 48)]
    [InlineData(24, 14)]
    [InlineData(24, 56)]
    [InlineData(130, 28)]
    public void Convolution_RowsOfWholeTiles_EqualPlainLoopsBitForBit(int channels, int columns)
    {
        foreach (int outputs in (int[])[5, 16, 40])
        {
            ConvolutionChecks.Run(Rows(1, channels, outputs, 1, columns, kernel: 3, stride: 1, dilation: 1, pad: 1), outputs);
            ConvolutionChecks.Run(Rows(2, channels, 2 * outputs, 2, columns, kernel: 3, stride: 1, dilation: 2, pad: 2), outputs);
            ConvolutionChecks.Run(Rows(1, channels, outputs, 1, columns, kernel: 3, stride: 2, dilation: 1, pad: 0), outputs);
            ConvolutionChecks.Run(Rows(1, channels, outputs, 1, columns, kernel: 5, stride: 3, dilation: 1, pad: 2), outputs);
        }

        ConvolutionChecks.Run(Rows(1, 3, 20, 1, columns, kernel: 7, stride: 2, dilation: 1, pad: 3), columns);
        ConvolutionChecks.Run(Rows(1, channels, 9, 1, columns, kernel: 3, stride: 2, dilation: 3, pad: 4), columns);
    }

    [Fact]
    public void Convolution_GroupsAndImages_EqualPlainLoopsBitForBit()
    {
        foreach (int groups in (int[])[1, 2, 3, 5])
        {
            ConvolutionChecks.Run(Square(3, 2 * groups, 4 * groups, groups, 9, 3, 1, 1), groups);
            ConvolutionChecks.Run(Square(3, 3 * groups, 17 * groups, groups, 9, 3, 2, 1), groups);
            ConvolutionChecks.Run(Square(2, 5 * groups, 11 * groups, groups, 7, 1, 1, 0), groups);
        }
    }

    [Fact]
    public void Convolution_WithoutChannels_IsTheBias()
    {
        ConvolutionChecks.Run(Square(1, 0, 9, 1, 6, 3, 1, 1), 2);
        ConvolutionChecks.Run(Square(1, 0, 2, 1, 6, 1, 1, 0), 1);
    }

    private static ConvolutionShape Square(int batch, int inputs, int outputs, int groups, int side, int kernel, int stride, int pad)
    {
        int count = ((side + (2 * pad) - kernel) / stride) + 1;
        return new ConvolutionShape(batch, inputs, outputs, groups, new Window(side, side, kernel, kernel, stride, stride, 1, 1, pad, pad, count, count));
    }

    /// <summary>Nine rows of so many windows.</summary>
    private static ConvolutionShape Rows(int batch, int groupInputs, int outputs, int groups, int columns, int kernel, int stride, int dilation, int pad)
    {
        int height = Side(9), width = Side(columns);
        return new ConvolutionShape(
            batch, groupInputs * groups, outputs, groups, new Window(height, width, kernel, kernel, stride, stride, dilation, dilation, pad, pad, 9, columns));

        int Side(int count) => ((count - 1) * stride) + ((kernel - 1) * dilation) + 1 - (2 * pad);
    }

    private static ConvolutionShape Lines(int batch, int inputs, int outputs, int width, int kernel, int pad) =>
        new(batch, inputs, outputs, 1, new Window(1, width, 1, kernel, 1, 1, 1, 1, 0, pad, 1, width + (2 * pad) - kernel + 1));
}
