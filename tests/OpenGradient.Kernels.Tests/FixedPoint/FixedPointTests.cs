namespace OpenGradient.Kernels.Tests.FixedPoint;

public sealed class FixedPointTests
{
    [Fact]
    public void PairProduct_EveryDepthAndWidth_EqualsScalar()
    {
        for (int depth = 0; depth <= 140; depth++)
            CheckProduct(rows: 1 + (depth % 9), depth, outputs: 1 + (depth * 7 % 53), seed: depth, largest: 127);
    }

    /// <summary>The largest numbers there are: sums leave 32 bits after one pair, and must not wrap.</summary>
    [Fact]
    public void PairProduct_LargestElements_DoesNotWrap()
    {
        short[] x = [.. Enumerable.Repeat(short.MinValue, 3 * 1001)];
        short[] w = [.. Enumerable.Repeat((short)-32767, 17 * 1001)];

        long[] y = Multiply(x, w, 3, 1001, 17, LaneWidth.Bits512);

        Assert.All(y, static sum => Assert.Equal(1001L * 32768 * 32767, sum));
        Assert.Equal(Multiply(x, w, 3, 1001, 17, LaneWidth.Scalar), y);
    }

    [Fact]
    public void FixedConvolution_ManyWindows_EqualsPlainLoops()
    {
        var random = new Random(7);
        for (int round = 0; round < 60; round++)
        {
            ConvolutionShape shape = RandomShape(random);
            short[] x = Elements(random, shape.BatchCount * shape.InputChannels * shape.Window.PlaneElements, short.MaxValue);
            short[] w = Elements(random, shape.OutputChannels * shape.Depth, 127);
            long[] y = new long[shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements];
            short[] scratch = new short[FixedConvolution.ScratchElements(shape)];

            FixedConvolution.Run(shape, x, w, PairProduct.BlockPairs(127), y, scratch, default);

            // Every product and sum here is below 2^24 · 2^7 · taps: binary64 holds them exactly.
            Assert.Equal(Plain(shape, x, w), y);
        }
    }

    [Theory]
    [InlineData(5, 1L << 31, 3)] // 2.5 rounds up
    [InlineData(-5, 1L << 31, -2)] // -2.5 rounds up, too
    [InlineData(1000, 1L << 32, 1000)]
    [InlineData(-1, 1, 0)]
    public void Rescale_Halves_RoundUp(long x, long multiplier, long expected) => Assert.Equal(expected, FixedScaling.Rescale(x, multiplier, 32));

    [Fact]
    public void Rescale_ProductBeyond64Bits_Throws() => Assert.Throws<OverflowException>(static () => FixedScaling.Rescale(long.MaxValue, 2, 32));

    [Fact]
    public void TryRun_IndexOutsideTheTable_IsRefused()
    {
        short[] table = new short[FixedScaling.TableLength];
        table[0] = -7;
        table[^1] = 7;
        short[] y = new short[2];

        Assert.True(FixedScaling.TryRun<short>([-32768, 32767], [1L << 32], 2, 32, table, y));
        Assert.Equal([-7, 7], y);
        Assert.False(FixedScaling.TryRun<short>([0, 32768], [1L << 32], 2, 32, table, y));
        Assert.False(FixedScaling.TryRun<short>([-32769, 0], [1L << 32], 2, 32, table, y));
    }

    private static void CheckProduct(int rows, int depth, int outputs, int seed, int largest)
    {
        var random = new Random(seed);
        short[] x = Elements(random, rows * depth, short.MaxValue);
        short[] w = Elements(random, outputs * depth, largest);
        long[] expected = Multiply(x, w, rows, depth, outputs, LaneWidth.Scalar);
        foreach (LaneWidth width in Widths.Accelerated)
            Assert.Equal(expected, Multiply(x, w, rows, depth, outputs, width));
    }

    private static long[] Multiply(short[] x, short[] w, int rows, int depth, int outputs, LaneWidth width)
    {
        long[] y = new long[rows * outputs];
        var panels = PairPanels.Create(w, outputs, depth);
        LaneDispatch.Limit = width;
        try
        {
            new PairProduct(x, panels.Elements, y, rows, depth, outputs, outputs, PairProduct.BlockPairs(PairProduct.Largest(w))).Run();
        }
        finally
        {
            LaneDispatch.Limit = null;
        }

        return y;
    }

    private static long[] Plain(in ConvolutionShape shape, short[] x, short[] w)
    {
        float[] floats = new float[shape.BatchCount * shape.OutputChannels * shape.Window.OutputElements];
        long[] sums = new long[floats.Length];

        // The scalar convolution of single bits of x, weighed by their place, is exact in binary32.
        for (int bit = 0; bit < 16; bit++)
        {
            float[] plane = Array.ConvertAll(x, element => (float)((element >> bit) & 1));
            Convolution.RunScalar(shape, plane, Array.ConvertAll(w, static weight => (float)weight), default, floats);
            for (int i = 0; i < sums.Length; i++)
                sums[i] += (bit == 15 ? -32768L : 1L << bit) * (long)floats[i];
        }

        return sums;
    }

    private static ConvolutionShape RandomShape(Random random)
    {
        int groups = random.Next(1, 3);
        int height = random.Next(3, 12);
        int width = random.Next(3, 12);
        int stride = random.Next(1, 3);
        var window = new Window(height, width, 3, 2, stride, stride, 1, 1, 1, 1, ((height + 2 - 3) / stride) + 1, ((width + 2 - 2) / stride) + 1);
        return new ConvolutionShape(random.Next(1, 3), groups * random.Next(1, 4), groups * random.Next(1, 20), groups, window);
    }

    private static short[] Elements(Random random, int count, int largest) => [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-largest, largest + 1))];
}
