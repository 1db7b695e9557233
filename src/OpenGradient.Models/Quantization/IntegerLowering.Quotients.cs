using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>Quotients and roots.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>x / y, with as many fractional bits as 24 significant ones of what was seen ask for.</summary>
    private FixedValue Quotient(Step step, int output)
    {
        if (TryScalar(step.Inputs[1]) is { } divisor && divisor != 0)
            return Multiplied(Fixed(step.Inputs[0]), 1 / divisor);
        if (TryFactors(step.Inputs[0], step.Inputs[1], isQuotient: true) is { } features)
            return features;
        return Divided(Bounded(Uniform(Fixed(step.Inputs[0])), RangeOf(step.Inputs[0])), RangeOf(step.Inputs[0]).Magnitude, step.Inputs[1], output);
    }

    private FixedValue Reciprocal(Step step, int output) =>
        Divided(FixedValue.Uniform(Constant("one", [1], []), false, 1, new Interval(BigInteger.One, BigInteger.One)), 1, step.Inputs[0], output);

    /// <summary>For a divisor that may be negative both signs are turned; the least size of a divisor is one step of its scale.</summary>
    private FixedValue Divided(FixedValue x, double numerator, int divisor, int output)
    {
        FixedValue y = Bounded(Uniform(Fixed(divisor)), RangeOf(divisor));
        if (RangeOf(divisor).Low <= 0)
        {
            x = x with { Value = Emit("Mul", null, x.Value, SignOf(y.Value)), Intervals = [Interval.Symmetric(x.Interval.Magnitude)] };
            y = y with { Value = Emit("Max", null, y.Value, Emit("Neg", null, y.Value)), Intervals = [new Interval(BigInteger.Zero, y.Interval.Magnitude)] };
        }

        y = Coarse(NotTooSmall(y, RangeOf(divisor)), BitsOfDivisor(y, RangeOf(divisor), numerator / RangeOf(output).Magnitude));
        double ratio = x.Scale / y.Scale;
        int shift = CalibratedBits - 1 - Math.ILogB(RangeOf(output).Magnitude / ratio);
        shift = Math.Clamp(shift, 0, NumeratorBits - (int)x.Interval.Magnitude.GetBitLength());
        DraftValue quotient = Emit("FixedDiv", new Settings().Integer("shift", shift), x.Value, y.Value);
        BigInteger least = BigInteger.Max(BigInteger.One, y.Interval.Low);
        var result = FixedValue.Uniform(quotient, false, ratio * Math.ScaleB(1.0, -shift), Interval.Symmetric(((x.Interval.Magnitude << shift) / least) + 1));
        return Bounded(Safe(result), RangeOf(output));
    }

    /// <summary>As many as leave the least divisor that matters 16: the largest quotient is no more than the largest numerator by it.</summary>
    private static int BitsOfDivisor(FixedValue y, ValueRange seen, double least) =>
        Math.Clamp(Math.ILogB(Math.Max(1, y.WorstCase / least)) + LeastDivisorBits, DivisorBits, seen.Low > 0 ? MostDivisorBits : MostUnboundedDivisorBits);

    /// <summary>A divisor that was only seen to be positive is kept above half of the least that was seen.</summary>
    private FixedValue NotTooSmall(FixedValue y, ValueRange seen)
    {
        var least = (long)Math.Min(Math.Floor(seen.Low / (2 * y.Scale)), Math.ScaleB(1.0, 60));
        if (least <= 1 || y.Interval.Low >= least)
            return y;
        return y with { Value = Emit("Max", null, y.Value, Constant(BoundNames.Least, [least], [])), Intervals = [y.Interval with { Low = least, High = BigInteger.Max(least, y.Interval.High) }] };
    }

    /// <summary>√x, with 24 bits of what was seen, or 29 where that is of many magnitudes.</summary>
    private FixedValue Root(int value)
    {
        bool isWide = IsOfManyMagnitudes(RangeOf(value));
        int bits = isWide ? WideRootBits / 2 : CalibratedBits;
        FixedValue x = Coarse(Bounded(Uniform(Fixed(value)), RangeOf(value)), isWide ? WideRootBits : CoarseBits);
        int shift = (2 * bits) - (int)x.Interval.Magnitude.GetBitLength();
        DraftValue root = Emit("FixedSqrt", new Settings().Integer("shift", shift), x.Value);
        return FixedValue.Uniform(root, false, Math.Sqrt(x.Scale * Math.ScaleB(1, -shift)), new Interval(BigInteger.Zero, BigInteger.One << bits));
    }

    private const int DivisorBits = 26; // two more than a quotient has
    private const int LeastDivisorBits = 17; // a quotient by the least divisor is right to 2^-17, less than the half step of 16 bits
    private const int MostDivisorBits = 44; // a proof takes a quotient q by d up to q d^2 = 2^124; q has up to 27 bits here, and its limbs up to 31
    private const int MostUnboundedDivisorBits = 32; // the same for q of NumeratorBits, which it has where a divisor may be a single step
    private const int NumeratorBits = 57; // twice the numerator, and what a proof adds for its bounds, stay below 2^60
}
