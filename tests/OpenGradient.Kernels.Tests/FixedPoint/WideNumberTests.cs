using System.Numerics;
using OpenGradient.Tests;

namespace OpenGradient.Kernels.Tests.FixedPoint;

public sealed class WideNumberTests
{
    /// <summary>Every form of the quotient against arithmetic without limits; where 64 bits cannot hold it, it is refused.</summary>
    [Fact]
    public void FixedDivision_EdgesAndRandomNumbers_EqualTheDefinition()
    {
        var random = new Random(4);
        for (int round = 0; round < 4000; round++)
        {
            int shift = round % 63;
            long[] x = [.. Enumerable.Range(0, 19).Select(_ => Draw(random) >> (round % 5 == 0 ? 0 : shift))];
            long[] y = [.. Enumerable.Range(0, 19).Select(_ => Draw(random) >> random.Next(60))];
            BigInteger[] expected = [.. x.Select((number, i) => Quotient(number, y[i], shift))];
            long[] z = new long[x.Length];
            if (expected.Any(static quotient => quotient < long.MinValue || quotient > long.MaxValue))
            {
                Assert.Throws<OverflowException>(() => FixedDivision.Run(x, y, shift, z));
                continue;
            }

            FixedDivision.Run(x, y, shift, z);

            Assert.Equal(expected, z.Select(static quotient => (BigInteger)quotient));
        }
    }

    [Fact]
    public void FixedDivision_OneDivisor_ServesAll()
    {
        long[] x = [.. Enumerable.Range(-50, 101).Select(static number => (long)number)];
        long[] z = new long[x.Length];

        FixedDivision.Run(x, [7], 3, z);

        Assert.Equal(x.Select(static number => (long)Quotient(number, 7, 3)), z);
    }

    /// <summary>By the inverse of the divisor, up to where a dividend or a quotient is too large for that.</summary>
    [Fact]
    public void FixedDivision_OneDivisorAndEdges_EqualTheDefinition()
    {
        var random = new Random(11);
        for (int round = 0; round < 6000; round++)
        {
            int shift = round % 63;
            long divisor = Draw(random) >> random.Next(60);
            int size = random.Next(2, 62 - Math.Min(shift, 59));
            long[] x = [.. Enumerable.Range(0, 1 + (round % 40)).Select(_ => random.NextInt64(-(1L << size), 1L << size) / Math.Max(1, divisor) * Math.Max(1, divisor) + random.Next(-1, 2))];
            BigInteger[] expected = [.. x.Select(number => Quotient(number, divisor, shift))];
            if (expected.Any(static quotient => quotient < long.MinValue || quotient > long.MaxValue))
                continue;
            long[] z = new long[x.Length];

            FixedDivision.Run(x, [divisor], shift, z);

            Assert.Equal(expected, z.Select(static quotient => (BigInteger)quotient));
        }
    }

    [Fact]
    public void WideConversion_EveryLengthAndWidth_EqualsOneByOne()
    {
        var random = new Random(12);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            LaneDispatch.Limit = width;
            for (int length = 0; length <= 257; length++)
            {
                long[] x = [.. Enumerable.Range(0, length).Select(_ => Draw(random))];
                (short[] narrow, float[] real) = (new short[length], new float[length]);
                WideConversion.Narrow(x, narrow);
                WideConversion.Round(x, real);
                Assert.Equal(x.Select(static number => unchecked((short)number)), narrow);
                Assert.Equal(x.Select(static number => (float)WideIntegers.ToOdd(number, isUnsigned: false)), real);
            }

            LaneDispatch.Limit = null;
        }
    }

    [Fact]
    public void FixedRoots_SquaresAndTheirNeighbours_AreRoundedDown()
    {
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++)
        {
            long root = round < 100 ? round : random.NextInt64(3_037_000_500);
            Assert.Equal(root, FixedRoots.Root(root * root, 0));
            Assert.Equal(Math.Max(0, root - 1), FixedRoots.Root((root * root) - 1, 0));
        }

        Assert.Equal(3_037_000_499, FixedRoots.Root(long.MaxValue, 0));
        Assert.Equal(1L << 31, FixedRoots.Root(1, 62));
        Assert.Equal(0, FixedRoots.Root(long.MinValue, 62));
        Assert.Throws<OverflowException>(static () => FixedRoots.Root(2, 62));
    }

    [Fact]
    public void FixedMatMul_EveryShape_EqualsPlainLoops()
    {
        var random = new Random(6);
        for (int round = 0; round < FixedSample.Share(150); round++)
        {
            (int rows, int depth, int outputs) = (random.Next(1, 12), random.Next(0, 90), random.Next(1, 140));
            int largest = (round % 4) switch { 0 => 40, 1 => 2000, 2 => short.MaxValue, _ => 32_768 };
            short[] a = Elements(random, rows * depth, largest);
            short[] b = Elements(random, depth * outputs, 32_768);
            long[] expected = new long[rows * outputs];
            for (int i = 0; i < expected.Length; i++)
            {
                for (int k = 0; k < depth; k++)
                    expected[i] += (long)a[(i / outputs * depth) + k] * b[(k * outputs) + (i % outputs)];
            }

            foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
            {
                long[] y = new long[expected.Length];
                LaneDispatch.Limit = width;
                FixedMatMul.Run(a, b, y, rows, depth, outputs, new int[FixedMatMul.ScratchElements(rows, depth, outputs)], default);
                LaneDispatch.Limit = null;

                Assert.Equal(expected, y);
            }
        }
    }

    /// <summary>Two products of -32,768 and -32,768 leave 32 bits by themselves.</summary>
    [Fact]
    public void FixedMatMul_LeastNumbers_DoNotWrap()
    {
        short[] least = [.. Enumerable.Repeat(short.MinValue, 64)];
        long[] y = new long[1];

        FixedMatMul.Run(least, least, y, 1, 64, 1, new int[FixedMatMul.ScratchElements(1, 64, 1)], default);

        Assert.Equal(64L << 30, y[0]);
    }

    [Fact]
    public void WideRows_EveryLength_EqualsOneByOne()
    {
        var random = new Random(7);
        for (int length = 0; length <= 257; length++)
        {
            long[] row = [.. Enumerable.Range(0, length).Select(_ => Draw(random))];
            Assert.Equal(row.Aggregate(0L, static (sum, number) => unchecked(sum + number)), WideRows.Sum(row));
            Assert.Equal(row.Append(long.MinValue).Max(), WideRows.Max(row));
        }
    }

    [Fact]
    public void WideMap_EveryLengthAndForm_EqualsOneByOne()
    {
        var random = new Random(8);
        for (int length = 0; length <= 70; length++)
        {
            long[] x = [.. Enumerable.Range(0, length).Select(_ => Draw(random))];
            long[] y = [.. Enumerable.Range(0, length).Select(_ => Draw(random))];
            Check<WideFunctions.Add>(x, y, static (a, b) => unchecked(a + b));
            Check<WideFunctions.Sub>(x, y, static (a, b) => unchecked(a - b));
            Check<WideFunctions.Mul>(x, y, static (a, b) => unchecked(a * b));
            Check<WideFunctions.Max>(x, y, Math.Max);
            Check<WideFunctions.Min>(x, y, Math.Min);
        }
    }

    [Fact]
    public void WideLinks_EveryLengthAndForm_EqualOneByOne()
    {
        var random = new Random(9);
        var stage = new FixedStage(0, 4000, -5000, 3L << 30);
        var epilogue = new EpilogueLink(FixedEpilogue.TryCreate([stage], [((Int128)1 << 62) - 1], 32, null)!);
        for (int length = 1; length <= 300; length++)
        {
            long[] x = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(-6000, 6000))];
            long[] y = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(-6000, 6000))];
            Assert.Equal(x.Select(number => Of(stage, number)), Linked(epilogue, x, []));
            Assert.Equal(x.Zip(y, static (a, b) => a + b), Linked(new FunctionLink<WideFunctions.Add>(), x, y));
            Assert.Equal(x.Select(static number => number - 5), Linked(new FunctionLink<WideFunctions.Sub>(), x, [5]));
            Assert.Equal(x.Select(static number => Math.Max(number, 7)), Linked(new NumberLink<WideFunctions.Max>(7), x, []));
            Assert.Equal(x.Zip(y, static (a, b) => FixedDivision.Divide(a, b, 7)), Linked(new DivisionLink(7), x, y));
            Assert.Equal(x.Select(static number => FixedDivision.Divide(number, 11, 7)), Linked(new DivisionLink(7), x, [11]));
        }
    }

    [Theory]
    [InlineData(-5e6f, 3e6f)]
    [InlineData(7f, 3e6f)]
    [InlineData(float.NegativeInfinity, float.PositiveInfinity)]
    public void FixedEntry_EveryLengthAndWidth_EqualsTheStepsOneByOne(float low, float high)
    {
        float[] x = [.. Samples.Special, .. Samples.Mixed(400, 5)];
        var entry = new FixedEntry(1024f, low, high);
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            LaneDispatch.Limit = width;
            for (int start = 0; start < x.Length; start++)
            {
                int length = Math.Min(300 - (start % 9), x.Length - start);
                long[] block = new long[length];
                entry.Run(x.AsSpan(start, length), block);
                Assert.Equal(x.Skip(start).Take(length).Select(number => double.ConvertToInteger<long>(new Clip(low, high).Apply(default(Round).Apply(number * 1024f)))), block);
            }

            LaneDispatch.Limit = null;
        }
    }

    private static long[] Linked(WideLink link, long[] x, long[] operand)
    {
        long[] block = [.. x];
        link.Run(block, operand);
        return block;
    }

    private static long Of(FixedStage stage, long x) => FixedScaling.Rescale(stage.Bounded(x), stage.Multiplier, 32);

    private static void Check<TFunction>(long[] x, long[] y, Func<long, long, long> function)
        where TFunction : struct, IWideFunction
    {
        long[] z = new long[x.Length];
        WideMap<TFunction>.Run(x, y, z);
        Assert.Equal(x.Zip(y, function), z);
        if (x.Length == 0)
            return;
        WideMap<TFunction>.Run(x, y.AsSpan(0, 1), z);
        Assert.Equal(x.Select(number => function(number, y[0])), z);
        WideMap<TFunction>.Run(x.AsSpan(0, 1), y, z);
        Assert.Equal(y.Select(number => function(x[0], number)), z);
    }

    private static BigInteger Quotient(long x, long y, int shift)
    {
        long divisor = Math.Max(1, y);
        BigInteger dividend = ((BigInteger)x << shift) + (divisor / 2);
        var quotient = BigInteger.DivRem(dividend, divisor, out BigInteger rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Numbers of all sizes, the ends of the range among them.</summary>
    private static long Draw(Random random) => random.Next(20) switch
    {
        0 => long.MaxValue,
        1 => long.MinValue,
        2 => 0,
        _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
    };

    private static short[] Elements(Random random, int count, int largest) => [.. Enumerable.Range(0, count).Select(_ => (short)random.Next(-largest, Math.Min(short.MaxValue, largest) + 1))];
}
