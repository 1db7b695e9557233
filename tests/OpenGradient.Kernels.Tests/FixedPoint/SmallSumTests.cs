namespace OpenGradient.Kernels.Tests.FixedPoint;

/// <summary>Products whose sums stay in 32 bits until they have their scale, against the same products in 64 bits and the definition of the scale.</summary>
public sealed class SmallSumTests
{
    [Fact]
    public void FixedConvolution_EveryWidthAndThreadCount_EqualsWideSumsAndTheDefinition()
    {
        var random = new Random(17);
        foreach ((int channels, int outputs, int groups, int side, int kernel, int stride) in
            ((int, int, int, int, int, int)[])[(1, 8, 1, 28, 5, 1), (8, 16, 1, 14, 5, 1), (6, 9, 3, 31, 3, 2), (3, 1, 1, 40, 3, 1), (4, 4, 4, 17, 3, 1), (2, 70, 1, 9, 1, 1), (5, 3, 1, 4, 4, 1), (32, 7, 1, 9, 3, 2)])
        {
            int pad = kernel / 2;
            int made = ((side + (2 * pad) - kernel) / stride) + 1;
            var window = new Window(side, side, kernel, kernel, stride, stride, 1, 1, pad, pad, made, made);
            var shape = new ConvolutionShape(2, channels, outputs, groups, window);
            short[] x = Elements(random, 2 * channels * side * side, short.MaxValue);
            short[] w = Elements(random, outputs * shape.Depth, 127);
            Check(shape, x, new FixedFilters(w, outputs, shape.GroupInputs, window.TapCount));
        }
    }

    [Fact]
    public void FixedLinear_EveryWidth_EqualsWideSumsAndTheDefinition()
    {
        var random = new Random(18);
        foreach ((int rows, int depth, int outputs) in ((int, int, int)[])[(1, 60, 128), (1, 2, 1), (7, 64, 10), (300, 16, 65), (3, 258, 200), (6, 900, 70)])
        {
            short[] x = Elements(random, rows * depth, short.MaxValue);
            var panels = PairPanels.Create(Elements(random, outputs * depth, 100), outputs, depth);
            FixedEpilogue epilogue = Small(outputs, out short[] entries, out FixedStage[] stages);
            long[] sums = new long[rows * outputs];
            FixedLinear.Run(x, rows, panels, Wide(outputs), default, sums, default);
            foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            {
                short[] y = new short[sums.Length];
                LaneDispatch.Limit = width;
                FixedLinear.Run(x, rows, panels, epilogue, y, default, default);
                LaneDispatch.Limit = null;

                Assert.Equal(sums.Select((sum, i) => Entry(entries, stages[i % outputs], sum)), y);
            }
        }
    }

    private static void Check(in ConvolutionShape shape, short[] x, FixedFilters filters)
    {
        FixedEpilogue epilogue = Small(shape.OutputChannels, out short[] entries, out FixedStage[] stages);
        int plane = shape.Window.OutputElements;
        long[] sums = new long[shape.BatchCount * shape.OutputChannels * plane];
        FixedConvolution.Run(shape, x, filters, Wide(shape.OutputChannels), default, sums, new int[FixedConvolution.ScratchElements(shape, filters, 1)], default);
        int outputs = shape.OutputChannels;
        short[] expected = [.. sums.Select((sum, i) => Entry(entries, stages[i / plane % outputs], sum))];
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            foreach (int threads in (int[])[1, 2])
            {
                var workers = new Workers(WorkerPool.OfSize(threads), default);
                short[] y = new short[expected.Length];
                LaneDispatch.Limit = width;
                FixedConvolution.Run(shape, x, filters, epilogue, y, default, new int[FixedConvolution.ScratchElements(shape, filters, threads)], workers);
                LaneDispatch.Limit = null;

                Assert.Equal(expected, y);
            }
        }
    }

    /// <summary>A bias, bounds, a scale of some 2^-14 and a table.</summary>
    private static FixedEpilogue Small(int outputs, out short[] entries, out FixedStage[] stages)
    {
        entries = [.. Enumerable.Range(-32768, 65536).Select(static q => (short)Math.Clamp(Math.Floor((q * 1.75) + 0.5), 0, short.MaxValue))];
        stages = [.. Enumerable.Range(0, outputs).Select(static output => new FixedStage((output * 37) - 500, int.MaxValue - output, -1 << 28, 30_000 + output))];
        var epilogue = FixedEpilogue.TryCreate(stages, [.. Enumerable.Repeat((Int128)Largest, outputs)], 32, new FixedTable([.. entries]))!;
        Assert.True(epilogue.TakesSmallSums);
        return epilogue;
    }

    private static FixedEpilogue Wide(int outputs) =>
        FixedEpilogue.TryCreate([.. Enumerable.Repeat(new FixedStage(0, long.MaxValue, long.MinValue, 1), outputs)], new Int128[outputs], shift: 0, table: null)!;

    private static short Entry(short[] entries, FixedStage stage, long sum)
    {
        Assert.InRange(sum, -Largest, Largest);
        return entries[FixedScaling.Rescale(Math.Max(Math.Min(sum + stage.Bias, stage.High), stage.Low), stage.Multiplier, 32) + FixedScaling.TableOffset];
    }

    private static short[] Elements(Random random, int count, int largest) => [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-largest, largest + 1))];

    private const long Largest = int.MaxValue - 100_000;
}
