using OpenGradient.Kernels.Tests.Products;

namespace OpenGradient.Kernels.Tests.Pooling;

public sealed class MaxPoolTests
{
    [Fact]
    public void Run_ManyWindows_EqualsTheDefinitionBitForBit()
    {
        var random = new Random(9);
        for (int round = 0; round < 150; round++)
            Check(ProductTests.RandomShape(random).Window, round);
    }

    /// <summary>Windows that are neighbours or have one element between them, in rows as wide as a vector and wider.</summary>
    [Fact]
    public void Run_EveryWidthAndPadding_EqualsTheDefinitionBitForBit()
    {
        for (int width = 14; width <= 70; width++)
        {
            for (int stride = 1; stride <= 2; stride++)
                Check(Square(width, 1 + (width % 4), stride, width % 3), width);
        }
    }

    /// <summary>Rows of windows of which no tap is inside, and taps with rows between them.</summary>
    [Fact]
    public void Run_WindowsOutside_EqualsTheDefinitionBitForBit()
    {
        Check(new Window(3, 20, 2, 2, 1, 1, 1, 1, 4, 3, 9, 22), 1);
        Check(new Window(5, 40, 3, 2, 2, 2, 3, 1, 4, 5, 4, 24), 2);
    }

    private static Window Square(int width, int kernel, int stride, int pad) => new(
        9, width, kernel, kernel, stride, stride, 1, 1, pad, pad, ((9 + (2 * pad) - kernel) / stride) + 1, ((width + (2 * pad) - kernel) / stride) + 1);

    private static void Check(Window window, int round)
    {
        float[] x = Samples.Mixed(3 * window.PlaneElements, round);
        foreach (ref float element in x.AsSpan())
            element = CanonicalNaN.Of(element);
        float[] expected = new float[3 * window.OutputElements];
        Kernels.Pooling.Max(window, x, expected);
        float[] scratch = new float[MaxPoolPlanes.ScratchElements(window, 1)];

        Widths.AssertEqual(expected.Length, y => MaxPoolPlanes.Run(window, x, y, scratch), window.ToString());
        float[] actual = new float[expected.Length];
        MaxPoolPlanes.Run(window, x, actual, scratch);
        Assert.Equal(expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
    }
}
