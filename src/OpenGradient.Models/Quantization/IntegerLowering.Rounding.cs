using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Whole numbers of real ones, and signs.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>Exact at what the integers stand for, on a grid of a power of two: what lies closer to the next whole number than half a step counts as that.</summary>
    private FixedValue Rounded(Step step)
    {
        FixedValue x = OnGrid(step.Inputs[0], out int bits);
        return step.Operator switch
        {
            "Floor" => Floor(x, bits),
            "Ceil" => Negated(Floor(Negated(x), bits)),
            _ => Nearest(x, bits),
        };
    }

    /// <summary>Real numbers that become integers: cut towards zero.</summary>
    private void BecomeIntegers(Step step, int output)
    {
        FixedValue x = OnGrid(step.Inputs[0], out int bits);
        FixedValue below = Floor(x, bits);
        FixedValue above = Negated(Floor(Negated(x), bits));
        DraftValue isNegative = Emit("Less", null, x.Value, Constant("zero", [0], []));
        SetPlain(output, x.Interval.Low.Sign >= 0 ? below.Value : Emit("Where", null, isNegative, above.Value, below.Value), below.Interval.Or(above.Interval));
    }

    /// <summary>Whole numbers within whole bounds stay whole.</summary>
    private FixedValue Clipped(FixedValue x, Step step)
    {
        var low = (long)Math.Ceiling(Math.Max(StepSettings.Number(step, "low", float.NegativeInfinity), -Math.ScaleB(1, 60)));
        var high = (long)Math.Floor(Math.Min(StepSettings.Number(step, "high", float.PositiveInfinity), Math.ScaleB(1, 60)));
        DraftValue y = Emit("Min", null, Emit("Max", null, x.Value, Constant("lower", [low], [])), Constant("upper", [high], []));
        return x with { Value = y, Intervals = [new Interval(BigInteger.Min(high, BigInteger.Max(low, x.Interval.Low)), BigInteger.Min(high, BigInteger.Max(low, x.Interval.High)))] };
    }

    /// <summary>The value within twice what was seen, in units of 2^-bits.</summary>
    private FixedValue OnGrid(int value, out int bits)
    {
        FixedValue x = Coarse(Bounded(Uniform(Fixed(value)), RangeOf(value)));
        bits = -Math.ILogB(x.Scale);
        if (Math.ScaleB(1.0, -bits) == x.Scale && bits is >= 0 and <= GridLimit)
            return x;
        bits = Math.Clamp(CalibratedBits - Math.ILogB(RangeOf(value).Magnitude), 0, CalibratedBits);
        return Rescaled(x, Math.ScaleB(1.0, -bits));
    }

    /// <summary>⌊x / 2^bits⌋.</summary>
    private FixedValue Floor(FixedValue x, int bits)
    {
        if (bits == 0)
            return x;
        DraftValue lower = Emit("Sub", null, x.Value, Constant("half", [1L << (bits - 1)], []));
        DraftValue y = Emit("FixedScale", null, lower, Constant("multiplier", [1L << (TableShift - bits)], [1]));
        return FixedValue.Uniform(y, false, 1, new Interval(x.Interval.Low >> bits, x.Interval.High >> bits));
    }

    /// <summary>⌊x / 2^bits + 1/2⌋, less 1 where that is odd and x lay in the middle.</summary>
    private FixedValue Nearest(FixedValue x, int bits)
    {
        if (bits == 0)
            return x;
        long half = 1L << (bits - 1);
        DraftValue upper = Emit("FixedScale", null, x.Value, Constant("multiplier", [1L << (TableShift - bits)], [1]));
        var interval = new Interval((x.Interval.Low + half) >> bits, (x.Interval.High + half) >> bits);
        DraftValue distance = Emit("Sub", null, Emit("Mul", null, upper, Constant("unit", [1L << bits], [])), x.Value);
        DraftValue isMiddle = Emit("Equal", null, distance, Constant("half", [half], []));
        FixedValue pairs = Floor(FixedValue.Uniform(upper, false, 1, interval), bits: 1);
        DraftValue isOdd = Emit("Less", null, Emit("Add", null, pairs.Value, pairs.Value), upper);
        DraftValue lower = Emit("Sub", null, upper, Constant("one", [1], []));
        return FixedValue.Uniform(Emit("Where", null, Emit("And", null, isMiddle, isOdd), lower, upper), false, 1, new Interval(interval.Low - 1, interval.High));
    }

    /// <summary>-1, 0 or 1; scales are positive, so the integers have the signs of what they stand for.</summary>
    private FixedValue Sign(FixedValue value) => FixedValue.Uniform(SignOf(Wide(value).Value), false, 1, Interval.Symmetric(BigInteger.One));

    private DraftValue SignOf(DraftValue x) => Emit("Min", null, Emit("Max", null, x, Constant("lower", [-1], [])), Constant("upper", [1], []));

    private const int GridLimit = 31; // 2^bits is taken away by a factor 2^(32 - bits), at least 2, of FixedScale
}
