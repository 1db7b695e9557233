namespace OpenGradient.Kernels.Tests.FixedPoint;

public sealed class FixedEpilogueTests
{
    [Theory]
    [InlineData(1.0, -32767, 32767)]
    [InlineData(0.3712345, -32767, 32767)]
    [InlineData(5.25, 0, 32767)]
    [InlineData(1.5, -100, 4000)]
    [InlineData(0.00001, -32767, 32767)]
    public void FixedTable_RoundedMultiples_AreFoundToBeLinear(double slope, int low, int high)
    {
        short[] entries = [.. Enumerable.Range(-32768, 65536).Select(q => (short)Math.Clamp(Math.Floor((q * slope) + 0.5), low, high))];

        var table = new FixedTable([.. entries]);

        Assert.True(table.IsLinear);
        Assert.Equal(entries, Enumerable.Range(-32768, 65536).Select(q => table.At(q)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20_000)]
    [InlineData(65_535)]
    public void FixedTable_OneEntryOff_IsLookedUp(int place)
    {
        short[] entries = [.. Enumerable.Range(-32768, 65536).Select(static q => (short)Math.Clamp(q, -32767, 32767))];
        entries[place] = (short)(entries[place] == 0 ? 1 : -entries[place]);

        var table = new FixedTable([.. entries]);

        Assert.False(table.IsLinear);
        Assert.Equal(entries, Enumerable.Range(-32768, 65536).Select(q => table.At(q)));
    }

    [Theory]
    [InlineData(false, 16)]
    [InlineData(false, 32)]
    [InlineData(true, 32)]
    public void Outputs_EveryLengthAndWidth_EqualTheDefinition(bool isLinear, int shift)
    {
        var random = new Random(shift);
        short[] entries = [.. Enumerable.Range(-32768, 65536).Select(q => (short)(isLinear ? Math.Max(0, q / 2) : unchecked((short)(q * 7919))))];
        var table = new FixedTable([.. entries]);
        FixedStage[] stages = [.. Enumerable.Range(0, 80).Select(_ => new FixedStage(random.Next(-1000, 1000), random.Next(20_000, 1 << 20), random.Next(-(1 << 20), -20_000), random.NextInt64(1L << (shift - 5))))];
        var narrow = FixedEpilogue.TryCreate(stages, Magnitudes(stages.Length, 1L << 40), shift, table)!;
        var wide = FixedEpilogue.TryCreate(stages, Magnitudes(stages.Length, 1L << 40), shift, null)!;
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            LaneDispatch.Limit = width;
            for (int length = 0; length <= 72; length++)
                Check(narrow, wide, stages, shift, entries, [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(-(1L << 22), 1L << 22))]);
            LaneDispatch.Limit = null;
        }
    }

    [Theory]
    [InlineData(0.7304660892114043, -23_936, 23_935)]
    [InlineData(1.0, -32_767, 32_767)]
    [InlineData(1.8824103910010308, 0, 32_767)]
    [InlineData(5.713030745042488, 0, 32_767)]
    [InlineData(0.0, 7, 7)] // one entry
    [InlineData(null, 0, 0)] // looked up
    public void SmallSums_EveryLengthAndWidth_EqualTheDefinition(double? slope, int low, int high)
    {
        var random = new Random(7);
        short[] entries = [.. Enumerable.Range(-32768, 65536).Select(q => slope is { } factor ? (short)Math.Clamp(Math.Floor((q * factor) + 0.5), low, high) : unchecked((short)(q * 7919)))];
        FixedStage[] stages = [.. Enumerable.Range(0, 80).Select(output => SmallStage(random, isOpen: output % 3 == 0))];
        var epilogue = FixedEpilogue.TryCreate(stages, Magnitudes(stages.Length, SmallSum), 32, new FixedTable([.. entries]))!;
        Assert.True(epilogue.TakesSmallSums);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            LaneDispatch.Limit = width;
            for (int length = 0; length <= 64; length++)
                CheckSmall(epilogue, stages, entries, [.. Enumerable.Range(0, length).Select(_ => random.Next(-SmallSum, SmallSum + 1)).Select(sum => random.Next(9) == 0 ? Math.Sign(sum) * SmallSum : sum)]);
            LaneDispatch.Limit = null;
        }
    }

    [Fact]
    public void TakesSmallSums_WhatNeeds64Bits_IsNot()
    {
        var table = new FixedTable([.. Enumerable.Range(-32768, 65536).Select(static q => (short)q)]);
        var open = new FixedStage(0, long.MaxValue, long.MinValue, 1);

        Assert.True(Takes(open, int.MaxValue, 32, table));
        Assert.True(Takes(open with { Bias = -5 }, int.MaxValue - 5, 32, table));
        Assert.False(Takes(open with { Bias = -5 }, int.MaxValue - 4, 32, table)); // the sum
        Assert.False(Takes(open, int.MaxValue, 31, table));
        Assert.False(Takes(open, int.MaxValue, 32, null));
        Assert.True(Takes(open with { Multiplier = int.MaxValue, High = 9, Low = -9 }, int.MaxValue, 32, table));
        Assert.False(Takes(open with { Multiplier = 1L << 31, High = 9, Low = -9 }, int.MaxValue, 32, table));
        Assert.False(Takes(open with { High = int.MinValue - 1L, Low = int.MinValue - 1L }, 9, 32, table)); // the bounds themselves
    }

    [Fact]
    public void TryCreate_WhatCouldGoWrong_IsRefused()
    {
        var table = new FixedTable([.. Enumerable.Range(-32768, 65536).Select(static q => (short)q)]);
        var open = new FixedStage(0, long.MaxValue, long.MinValue, 1L << 32);

        Assert.NotNull(FixedEpilogue.TryCreate([open], [32767], 32, table));
        Assert.Null(FixedEpilogue.TryCreate([open], [32768], 32, table)); // 32,768 is no index
        Assert.Null(FixedEpilogue.TryCreate([open], [(Int128)1 << 31], 32, null)); // the product leaves 62 bits
        Assert.NotNull(FixedEpilogue.TryCreate([open with { High = 1, Low = -1 }], [(Int128)1 << 60], 32, table));
        Assert.Null(FixedEpilogue.TryCreate([open with { High = 1, Low = -1 }], [(Int128)1 << 62], 32, table)); // the sum itself
        Assert.Equal(32767, open.SafeMagnitude(32, isIndex: true));
        Assert.Equal(-1, (open with { Bias = 40_000 }).SafeMagnitude(32, isIndex: true));
    }

    private static void Check(FixedEpilogue narrow, FixedEpilogue wide, FixedStage[] stages, int shift, short[] entries, long[] sums)
    {
        short[] shorts = new short[sums.Length];
        long[] longs = new long[sums.Length];
        narrow.AlongOutputs(8, sums, shorts);
        wide.AlongOutputs(8, sums, longs);
        Assert.Equal(sums.Select((sum, i) => Scaled(stages[8 + i], sum, shift)), longs);
        Assert.Equal(sums.Select((sum, i) => entries[Scaled(stages[8 + i], sum, shift) + 32768]), shorts);

        narrow.OfOutput(3, sums, shorts);
        wide.OfOutput(3, sums, longs);
        Assert.Equal(sums.Select(sum => Scaled(stages[3], sum, shift)), longs);
        Assert.Equal(sums.Select(sum => entries[Scaled(stages[3], sum, shift) + 32768]), shorts);
    }

    private static void CheckSmall(FixedEpilogue epilogue, FixedStage[] stages, short[] entries, int[] sums)
    {
        short[] shorts = new short[sums.Length];
        epilogue.AlongOutputs(16, [.. sums], shorts);
        Assert.Equal(sums.Select((sum, i) => entries[Scaled(stages[16 + i], sum, 32) + 32768]), shorts);

        epilogue.OfOutput(3, [.. sums], shorts);
        Assert.Equal(sums.Select(sum => entries[Scaled(stages[3], sum, 32) + 32768]), shorts);
    }

    private static FixedStage SmallStage(Random random, bool isOpen) => new(
        random.Next(-1000, 1000),
        isOpen ? long.MaxValue : random.Next(20_000, SmallSum),
        isOpen ? long.MinValue : random.Next(-SmallSum, -20_000),
        random.Next(-(1 << 15), 1 << 15));

    private static bool Takes(FixedStage stage, long magnitude, int shift, FixedTable? table) => FixedEpilogue.TryCreate([stage], [magnitude], shift, table)!.TakesSmallSums;

    private static long Scaled(FixedStage stage, long sum, int shift) =>
        FixedScaling.Rescale(Math.Max(Math.Min(sum + stage.Bias, stage.High), stage.Low), stage.Multiplier, shift);

    private const int SmallSum = int.MaxValue - 1000;

    private static Int128[] Magnitudes(int count, long magnitude) => [.. Enumerable.Repeat((Int128)magnitude, count)];
}
