using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Fields;

namespace OpenGradient.Zk.Prover.Tests;

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

        long[] found = [.. Numbers(scale.QuotientLimbs).Where(q => Fits(left - Goldilocks.From(q << 16), scale.Remainder))];

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

        long[] found = [.. Numbers(max.Difference).Where(d => Goldilocks.From(d) * Goldilocks.From(d) == difference * difference)];

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

        long[] found = [.. Numbers(quotient.Low).Where(y =>
        {
            Goldilocks remainder = left - Goldilocks.From(2 * divisor * y);
            return Fits(remainder, quotient.Remainder) && Fits(Goldilocks.From((2 * divisor) - 1) - remainder, quotient.Rest);
        })];

        Assert.Equal([output], found);
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

        long[] found = [.. Numbers(root.Root).Where(y =>
        {
            Goldilocks remainder = Goldilocks.From(x << shift) - (Goldilocks.From(y) * Goldilocks.From(y));
            return Fits(remainder, root.Remainder) && Fits(Goldilocks.From(2 * y) - remainder, root.Rest);
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

        long[] found = [.. new long[] { 0, 1 }.Where(y => Fits(Goldilocks.From((y * ((2 * x) - 1)) - x), positive.Distance))];

        Assert.Equal([x > 0 ? 1L : 0], found);
    }

    private static IEnumerable<long> Numbers(Limbs limbs)
    {
        Assert.InRange(limbs.BitCount, 1, 20);
        return Enumerable.Range(0, 1 << limbs.BitCount).Select(number => number - limbs.Offset);
    }

    private static bool Fits(Goldilocks number, Limbs limbs) => number.Value >> limbs.BitCount == 0;
}
