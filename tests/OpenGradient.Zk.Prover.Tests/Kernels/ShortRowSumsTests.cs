using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Arithmetic;
using OpenGradient.Zk.Prover.Kernels.Integers;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary><see cref="ShortRowSums"/>: each width against one lane, and what its limbs add up to against the formula.</summary>
public sealed class ShortRowSumsTests
{
    [Fact]
    public void Add_OfAllSmallShapes_IsThatOfOneLane()
    {
        for (int columnCount = 1; columnCount <= 40; columnCount++)
        {
            for (int rowCount = 1; rowCount <= 9; rowCount++)
                RequireOneLane(rowCount, columnCount);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(5, 511)]
    [InlineData(6, 513)]
    [InlineData(130, 1029)]
    public void AddRows_AnyShape_AreThePlainOnes(int rowCount, int columnCount)
    {
        Random random = new(columnCount);
        short[] cells = Cells(random, 4 + (rowCount * (columnCount + 2)));
        RequirePlain(Elements.Pairs(random, rowCount), cells, start: 3, columnCount + 2, columnCount);
    }

    /// <summary>The largest cells and limbs, in more rows than are added up at once.</summary>
    [Theory]
    [InlineData(short.MinValue)]
    [InlineData(short.MaxValue)]
    public void AddRows_OfExtremes_DoNotOverflow(short cell)
    {
        ulong[] ends = [Goldilocks.Modulus / 2, (Goldilocks.Modulus / 2) - 1, (Goldilocks.Modulus / 2) + 1, Goldilocks.Modulus - 1, 0x7FFF_FFFF_7FFF_FFFF, 0x8000_0000_8000_0000, 0];
        foreach (ulong end in ends)
        {
            QuadraticExtension[] weights = [.. Enumerable.Repeat(new QuadraticExtension(Goldilocks.From(end), Goldilocks.From(end)), ShortRowSums.MostRows + 3)];
            short[] cells = [.. Enumerable.Repeat(cell, weights.Length + 8)];
            RequirePlain(weights, cells, start: 0, stride: 1, columnCount: 9);
        }
    }

    private static void RequirePlain(QuadraticExtension[] weights, short[] cells, int start, int stride, int columnCount)
    {
        QuadraticExtension[] sums = Elements.Pairs(new Random(1), columnCount + 2);
        QuadraticExtension[] expected = [.. sums];

        BulkArithmetic<QuadraticExtension>.Instance.AddRows(weights, cells, start, stride, sums, 1, columnCount);
        new PlainArithmetic<QuadraticExtension>().AddRows(weights, cells, start, stride, expected, 1, columnCount);

        Assert.Equal(expected, sums);
    }

    private static void RequireOneLane(int rowCount, int columnCount)
    {
        Random random = new((rowCount * 100) + columnCount);
        short[] cells = Cells(random, rowCount * columnCount);
        long[] limbs = ShortRowSums.LimbsOf(Elements.Pairs(random, rowCount));
        long[][] sums = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, ShortRowSums.LimbCount * columnCount).Select(static index => (long)index).ToArray())];

        Assert.Equal(columnCount, ShortRowSums.Add<IntegerLane>(cells, 0, columnCount, limbs, rowCount, sums[0], 0));
        ShortRowSums.Add(cells, 0, columnCount, limbs, rowCount, sums[1]);
        if (IntegerLanes512.IsSupported)
            ShortRowSums.Add<IntegerLane>(cells, 0, columnCount, limbs, rowCount, sums[2], ShortRowSums.Add<IntegerLanes512>(cells, 0, columnCount, limbs, rowCount, sums[2], 0));
        if (IntegerLanes256.IsSupported)
            ShortRowSums.Add<IntegerLane>(cells, 0, columnCount, limbs, rowCount, sums[3], ShortRowSums.Add<IntegerLanes256>(cells, 0, columnCount, limbs, rowCount, sums[3], 0));

        Assert.Equal(sums[0], sums[1]);
        Assert.True(!IntegerLanes512.IsSupported || sums[0].AsSpan().SequenceEqual(sums[2]));
        Assert.True(!IntegerLanes256.IsSupported || sums[0].AsSpan().SequenceEqual(sums[3]));
    }

    private static short[] Cells(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
}
