namespace OpenGradient.Kernels.Tests.FixedPoint;

public sealed class FixedPointTests
{
    [Fact]
    public void FixedLinear_EveryDepthAndWidth_EqualsPlainLoops()
    {
        for (int depth = 0; depth <= 140; depth++)
            CheckProduct(rows: 1 + (depth % 9), depth, outputs: 1 + (depth * 7 % 153), seed: depth, largest: depth % 3 == 0 ? short.MaxValue : 127);
    }

    /// <summary>Sums of so many pairs that tiles are made elsewhere: of one block and of several, of every count of rows in a tile.</summary>
    [Fact]
    public void FixedLinear_LongRows_EqualsPlainLoops()
    {
        foreach (int depth in (int[])[253, 254, 255, 256, 257, 767, 768, 769, 770, 2001])
        {
            for (int rows = 1; rows <= 5; rows++)
                CheckProduct(rows, depth, outputs: 60 + rows, seed: depth + rows, largest: rows % 2 == 0 ? short.MaxValue : 20);
        }
    }

    /// <summary>The largest numbers there are: sums leave 32 bits after one pair, and must not wrap.</summary>
    [Fact]
    public void FixedLinear_LargestElements_DoesNotWrap()
    {
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            short[] x = [.. Enumerable.Repeat(short.MinValue, 3 * 1001)];
            short[] w = [.. Enumerable.Repeat((short)-32767, 17 * 1001)];

            long[] y = Multiply(x, w, 3, 1001, 17, width);

            Assert.All(y, static sum => Assert.Equal(1001L * 32768 * 32767, sum));
        }
    }

    /// <summary>A block may hold as many pairs as cannot leave 32 bits, not one more; the weights' magnitudes tell.</summary>
    [Fact]
    public void PairBlocks_Weights_EndWhereSumsCouldLeave32Bits()
    {
        Assert.Equal([2], PairBlocks.Of([16383, 16384, 16384, -16384], 2)); // 65,535 in all
        Assert.Equal([1, 2], PairBlocks.Of([16384, 16384, 16384, -16384], 2)); // 65,536
        Assert.Equal([1, 2, 3], PairBlocks.Of([1, 1, 32767, 32767, 1, 1], 3));
        Assert.Equal([1, 3], PairBlocks.Of([32767, 32767, 0, 2, 0, 0], 3));
        Assert.Equal([0], PairBlocks.Of([], 0));
    }

    [Fact]
    public void FixedConvolution_ManyWindows_EqualsPlainLoops()
    {
        var random = new Random(7);
        for (int round = 0; round < 120; round++)
        {
            ConvolutionShape shape = RandomShape(random);
            short[] x = Elements(random, shape.BatchCount * shape.InputChannels * shape.Window.PlaneElements, short.MaxValue);
            short[] w = Elements(random, shape.OutputChannels * shape.Depth, 127);
            long[] expected = Plain(shape, x, w);
            foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            {
                long[] y = new long[expected.Length];
                LaneDispatch.Limit = width;
                Convolve(shape, x, w, y, default);
                LaneDispatch.Limit = null;

                Assert.Equal(expected, y);
            }
        }
    }

    [Fact]
    public void FixedConvolution_TwoThreads_MakesTheSame()
    {
        var random = new Random(8);
        var window = new Window(30, 31, 3, 3, 1, 1, 1, 1, 1, 1, 30, 31);
        var shape = new ConvolutionShape(2, 33, 90, 1, window);
        short[] x = Elements(random, shape.BatchCount * shape.InputChannels * window.PlaneElements, short.MaxValue);
        short[] w = Elements(random, shape.OutputChannels * shape.Depth, 127);
        long[] alone = new long[shape.BatchCount * shape.OutputChannels * window.OutputElements];
        long[] together = new long[alone.Length];

        Convolve(shape, x, w, alone, default);
        Convolve(shape, x, w, together, new Workers(WorkerPool.OfSize(2), default));

        Assert.Equal(alone, together);
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

        Assert.True(FixedScaling.TryRun<short>([-32768, 32767], 1L << 32, 32, table, y));
        Assert.Equal([-7, 7], y);
        Assert.False(FixedScaling.TryRun<short>([0, 32768], 1L << 32, 32, table, y));
        Assert.False(FixedScaling.TryRun<short>([-32769, 0], 1L << 32, 32, table, y));
    }

    [Fact]
    public void IsWithin_OneElementOutside_IsSeenWhereverItIs()
    {
        for (int length = 1; length <= 40; length++)
        {
            for (int place = 0; place < length; place++)
            {
                long[] x = new long[length];
                x[place] = place % 2 == 0 ? 1000 : -1000;
                Assert.True(FixedScaling.IsWithin(x, 1000));
                Assert.False(FixedScaling.IsWithin(x, 999));
                x[place] = place % 2 == 0 ? long.MaxValue : long.MinValue;
                Assert.False(FixedScaling.IsWithin(x, long.MaxValue - 1));
            }
        }
    }

    [Fact]
    public void ShortMaxPool_ManyWindows_EqualsTheDefinition()
    {
        var random = new Random(9);
        for (int round = 0; round < 200; round++)
        {
            Window window = RandomShape(random).Window;
            short[] x = Elements(random, 3 * window.PlaneElements, short.MaxValue);
            short[] expected = new short[3 * window.OutputElements];
            short[] y = new short[expected.Length];
            VolumePooling.Max(new VolumeWindow(1, 1, 1, 1, 0, 1, window), x, short.MinValue, expected, default, false, default);

            Assert.True(ShortMaxPool.IsFor(window));
            ShortMaxPool.Run(window, x, y, new short[ShortMaxPool.ScratchElements(window, 1)], default);

            Assert.Equal(expected, y);
        }
    }

    /// <summary>Rows of every width without padding on their left, so that vectors take whole windows; planes one after the other, of which each begins where the one before ends.</summary>
    [Fact]
    public void ShortMaxPool_WindowsInside_EqualsTheDefinition()
    {
        for (int width = 1; width <= 70; width++)
        {
            foreach ((int kernel, int stride, int dilation, int top) in ((int, int, int, int)[])[(2, 2, 1, 0), (3, 2, 1, 1), (2, 1, 3, 0), (3, 1, 1, 2), (1, 2, 1, 0), (2, 3, 1, 0)])
            {
                int reach = ((kernel - 1) * dilation) + 1;
                if (reach > width)
                    continue;
                var window = new Window(9, width, kernel, kernel, stride, stride, dilation, dilation, top, 0, ((9 + (2 * top) - reach) / stride) + 1, ((width - reach) / stride) + 1);
                CheckPool(window, Elements(new Random(width), 4 * window.PlaneElements, short.MaxValue));
            }
        }
    }

    private static void CheckPool(in Window window, short[] x)
    {
        int planes = x.Length / window.PlaneElements;
        short[] expected = new short[planes * window.OutputElements];
        short[] y = new short[expected.Length];
        VolumePooling.Max(new VolumeWindow(1, 1, 1, 1, 0, 1, window), x, short.MinValue, expected, default, false, default);

        ShortMaxPool.Run(window, x, y, new short[ShortMaxPool.ScratchElements(window, 1)], default);

        Assert.Equal(expected, y);
    }

    [Fact]
    public void WideConversion_EveryLength_EqualsOneByOne()
    {
        float[] reals = [.. Samples.Special, .. Samples.Mixed(300, 5), 9.3e18f, -9.3e18f, float.NaN];
        short[] shorts = Elements(new Random(3), 300, short.MaxValue);
        for (int length = 0; length <= 257; length++)
        {
            long[] cut = new long[length];
            WideConversion.Cut(reals.AsSpan(reals.Length - length), cut);
            Assert.Equal(reals[(reals.Length - length)..].Select(static x => float.IsNaN(x) ? 0 : x >= 9.2e18 ? long.MaxValue : x <= -9.2e18 ? long.MinValue : (long)x), cut);
            long[] wide = new long[length];
            WideConversion.Widen(shorts.AsSpan(0, length), wide);
            Assert.Equal(shorts[..length].Select(static x => (long)x), wide);
        }
    }

    private static void Convolve(in ConvolutionShape shape, short[] x, short[] w, long[] y, Workers workers)
    {
        var filters = new FixedFilters(w, shape.OutputChannels, shape.GroupInputs, shape.Window.TapCount);
        FixedConvolution.Run(shape, x, filters, Sums(shape.OutputChannels), default, y, new int[FixedConvolution.ScratchElements(shape, filters, workers.Count)], workers);
    }

    private static void CheckProduct(int rows, int depth, int outputs, int seed, int largest)
    {
        var random = new Random(seed);
        short[] x = Elements(random, rows * depth, short.MaxValue);
        short[] w = Elements(random, outputs * depth, largest);
        long[] expected = new long[rows * outputs];
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < depth; k++)
                expected[i] += (long)x[(i / outputs * depth) + k] * w[(i % outputs * depth) + k];
        }

        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            Assert.Equal(expected, Multiply(x, w, rows, depth, outputs, width));
    }

    private static long[] Multiply(short[] x, short[] w, int rows, int depth, int outputs, LaneWidth width)
    {
        long[] y = new long[rows * outputs];
        short[] even = new short[rows * ((depth + 1) / 2 * 2)];
        for (int row = 0; row < rows; row++)
            x.AsSpan(row * depth, depth).CopyTo(even.AsSpan(row * ((depth + 1) / 2 * 2)));
        LaneDispatch.Limit = width;
        try
        {
            FixedLinear.Run(even, rows, PairPanels.Create(w, outputs, depth), Sums(outputs), default, y, default);
        }
        finally
        {
            LaneDispatch.Limit = null;
        }

        return y;
    }

    private static FixedEpilogue Sums(int outputs) =>
        FixedEpilogue.TryCreate([.. Enumerable.Repeat(new FixedStage(0, long.MaxValue, long.MinValue, 1), outputs)], new Int128[outputs], shift: 0, table: null)!;

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
        int height = random.Next(5, 12);
        int width = random.Next(5, 12);
        (int strideY, int strideX) = (random.Next(1, 4), random.Next(1, 4));
        (int dilationY, int dilationX) = (random.Next(1, 3), random.Next(1, 3));
        (int kernelY, int kernelX) = (random.Next(1, 4), random.Next(1, 4));
        (int top, int left) = (random.Next(0, kernelY), random.Next(0, kernelX));
        int rows = ((height + (2 * top) - ((kernelY - 1) * dilationY) - 1) / strideY) + 1;
        int columns = ((width + left - ((kernelX - 1) * dilationX) - 1) / strideX) + 1;
        var window = new Window(height, width, kernelY, kernelX, strideY, strideX, dilationY, dilationX, top, left, rows, columns);
        return new ConvolutionShape(random.Next(1, 3), groups * random.Next(1, 5), groups * random.Next(1, 20), groups, window);
    }

    private static short[] Elements(Random random, int count, int largest) => [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-largest, largest + 1))];
}
