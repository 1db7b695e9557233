using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Circuits.Steps;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Tests.Steps;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>Every assignment of a tiny step's columns, tried: in the field, with the columns' ranges as the circuit has them, one and no more satisfies a rule's equations.</summary>
/// <remarks>For each number of the columns but one, the last is what the equation leaves; a second witness is one whose last column fits its range, too.</remarks>
public sealed class SecondWitnessTests
{
    /// <summary>x M + 2^15 = q 2^16 + r: over all q there are, r is what is left, modulo p.</summary>
    [Theory]
    [InlineData(3, 40_503)]
    [InlineData(-3, 40_503)]
    [InlineData(-3, 32_768)] // a tie
    [InlineData(short.MinValue, 1)]
    [InlineData(0, 32_768)]
    public void FixedScale_HasOneWitness(long x, long factor)
    {
        StepCore core = new(1) { Input = [x] };
        int factors = core.Constant([1], factor);
        core.Step("FixedScale", [core.Begin(), factors], ("shift", "16"));
        ScaleStep scale = core.Circuit.Steps.OfType<ScaleStep>().Single();
        long output = core.Run().Value(scale.Output)[0];
        var left = Goldilocks.From((x * factor) + (1 << 15));

        long[] found = [.. Assignments.Of(scale.QuotientLimbs).Where(q => Assignments.Fits(left - Goldilocks.From(q << 16), scale.Remainder))];

        Assert.Equal([output], found);
    }

    /// <summary>d² = (x - c)²: over all d that the limbs hold.</summary>
    [Theory]
    [InlineData(7, 5)]
    [InlineData(5, 7)]
    [InlineData(6, 6)]
    [InlineData(short.MinValue, 1)]
    public void Max_HasOneWitness(long x, long limit)
    {
        StepCore core = new(1) { Input = [x] };
        int constant = core.Constant([], limit);
        core.Step("Max", [core.Begin(), constant]);
        LimitStep max = core.Circuit.Steps.OfType<LimitStep>().Single();
        var difference = Goldilocks.From(x - limit);

        long[] found = [.. Assignments.Of(max.Difference).Where(d => Goldilocks.From(d) * Goldilocks.From(d) == difference * difference)];

        Assert.Equal([Math.Abs(x - limit)], found);
    }

    /// <summary>2^(s+1) x + d = 2 d y + r and r + t = 2 d - 1: over all y, with r and t what is left.</summary>
    [Theory]
    [InlineData(7, 3, 0)]
    [InlineData(-7, 2, 0)]
    [InlineData(5, 4, 1)] // a tie
    [InlineData(0, 9, 3)]
    public void FixedDiv_HasOneWitness(long x, long divisor, int shift)
    {
        StepCore core = new(1) { Input = [x] };
        int constant = core.Constant([], divisor);
        core.Step("FixedDiv", [core.Begin(), constant], ("shift", $"{shift}"));
        QuotientStep quotient = core.Circuit.Steps.OfType<QuotientStep>().Single();
        long output = core.Run().Value(quotient.Output)[0];
        var left = Goldilocks.From((x << (shift + 1)) + divisor);

        Assert.Equal([output], Quotients(quotient, left, divisor));
    }

    /// <summary>x 2^s = y² + r and r + t = 2 y.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(24, 0)]
    [InlineData(25, 4)]
    public void FixedSqrt_HasOneWitness(long x, int shift)
    {
        StepCore core = new(1) { Input = [x] };
        int zero = core.Constant([], 0);
        core.Step("FixedSqrt", [core.Step("Max", [core.Begin(), zero])], ("shift", $"{shift}"));
        RootStep root = core.Circuit.Steps.OfType<RootStep>().Single();
        long output = core.Run().Value(root.Output)[0];

        long[] found = [.. Assignments.Of(root.Root).Where(y =>
        {
            Goldilocks remainder = Goldilocks.From(x << shift) - (Goldilocks.From(y) * Goldilocks.From(y));
            return Assignments.Fits(remainder, root.Remainder) && Assignments.Fits(Goldilocks.From(2 * y) - remainder, root.Rest);
        })];

        Assert.Equal([output], found);
    }

    /// <summary>y (1 - y) = 0 and d = y (2 D - 1) - D: a bit is one of two, and d is what is left.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(32_767)]
    [InlineData(-32_768)]
    public void Positive_HasOneWitness(long x)
    {
        StepCore core = new(1) { Input = [x] };
        int zero = core.Constant([], 0);
        core.Step("Less", [zero, core.Begin()]);
        PositiveStep positive = core.Circuit.Steps.OfType<PositiveStep>().Single();

        long[] found = [.. new long[] { 0, 1 }.Where(y => Assignments.Fits(Goldilocks.From((y * ((2 * x) - 1)) - x), positive.Distance))];

        Assert.Equal([x > 0 ? 1L : 0], found);
    }

    /// <summary>y = T[q] with the q of <see cref="FixedScale_HasOneWitness"/>: over all rows of the table.</summary>
    [Theory]
    [InlineData(3, 40_503)]
    [InlineData(-3, 32_768)] // a tie
    [InlineData(short.MinValue, 65_536)]
    public void FixedScaleWithTable_HasOneWitness(long x, long factor)
    {
        StepCore core = new(1) { Input = [x] };
        (int factors, int table) = (core.Constant([1], factor), core.Table());
        core.Step("FixedScale", [core.Begin(), factors, table], ("shift", "16"));
        ScaleStep scale = core.Circuit.Steps.OfType<ScaleStep>().Single();
        Lookup lookup = core.Circuit.Lookups.Single(static lookup => lookup.Table > 0);
        long output = core.Run().Value(scale.Output)[0];
        var left = Goldilocks.From((x * factor) + (1 << 15));

        long[] found = [.. Enumerable.Range(0, 1 << 16).Select(row => row - lookup.Offset).Where(q => Assignments.Fits(left - Goldilocks.From(q << 16), scale.Remainder)).Select(q => core.Circuit.TableEntry(scale.Table, (int)(q + lookup.Offset)))];

        Assert.Equal([output], found);
    }

    /// <summary>A quotient in two parts: over all l and h, with the product of h and d what their equation leaves.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(32_767)]
    [InlineData(-32_768)]
    public void FixedDivInTwoParts_HasOneWitness(long x)
    {
        const long divisor = (1L << 44) + 12_345;
        StepCore core = new(1) { Input = [x] };
        int constant = core.Constant([], divisor);
        core.Step("FixedDiv", [core.Begin(), constant], ("shift", "45"));
        QuotientStep quotient = core.Circuit.Steps.OfType<QuotientStep>().Single();
        Assert.True(quotient.IsSplit);
        long output = core.Run().Value(quotient.Output)[0];
        Goldilocks d = Goldilocks.From(divisor), two = Goldilocks.From(2L);
        Goldilocks left = (Goldilocks.From(x) * Goldilocks.From(1UL << 46)) + d;

        List<long> found = [];
        foreach (long high in Assignments.Of(quotient.High).Where(high => Assignments.Fits(Goldilocks.From(high) * d, quotient.HighProduct)))
        {
            Goldilocks rest = left - (Goldilocks.From(high) * d * Goldilocks.From(1UL << (quotient.Low.BitCount + 1)));
            foreach (long low in Assignments.Of(quotient.Low))
            {
                Goldilocks remainder = rest - (two * d * Goldilocks.From(low));
                if (Assignments.Fits(remainder, quotient.Remainder) && Assignments.Fits((two * d) - Goldilocks.One - remainder, quotient.Rest))
                    found.Add(low + (high << quotient.Low.BitCount));
            }
        }

        Assert.Equal([output], found);
    }

    /// <summary>A share of its own sum, as a softmax has them: over all y that the closer limbs hold.</summary>
    [Theory]
    [InlineData(1, 2)] // a third, rounded
    [InlineData(0, 5)]
    [InlineData(1, 1)] // a half
    [InlineData(0, 0)] // nothing to share
    public void ShareOfASum_HasOneWitness(long x, long other)
    {
        StepCore core = new(2) { Input = [x, other] };
        (int zero, int first) = (core.Constant([], 0), core.Constant([1], 0));
        int p = core.Step("Max", [core.Begin(), zero]);
        core.Step("FixedDiv", [p, core.Step("ReduceSum", [p, first])], ("shift", "15"));
        QuotientStep quotient = core.Circuit.Steps.OfType<QuotientStep>().Single();
        long output = core.Run().Value(quotient.Output)[0];
        long divisor = Math.Max(1, x + other);
        var left = Goldilocks.From((x << 16) + divisor);

        Assert.Equal([output], Quotients(quotient, left, divisor));
    }
    /// <summary>Every y with left = 2 d y + r and r + t = 2 d - 1, with r and t what is left.</summary>
    private static IEnumerable<long> Quotients(QuotientStep quotient, Goldilocks left, long divisor) => Assignments.Of(quotient.Low).Where(y =>
    {
        Goldilocks remainder = left - Goldilocks.From(2 * divisor * y);
        return Assignments.Fits(remainder, quotient.Remainder) && Assignments.Fits(Goldilocks.From((2 * divisor) - 1) - remainder, quotient.Rest);
    });
}
