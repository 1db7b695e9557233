using OpenGradient.Kernels.Tests.Products;

namespace OpenGradient.Kernels.Tests.Pooling;

public sealed class MaxPoolTests
{
    [Fact]
    public void Run_ManyWindows_EqualsTheDefinitionBitForBit()
    {
        var random = new Random(9);
        for (int round = 0; round < 150; round++)
        {
            Window window = ProductTests.RandomShape(random).Window;
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
}
