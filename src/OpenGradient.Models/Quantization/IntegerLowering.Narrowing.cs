using System.Numerics;
using OpenGradient.Models.Compilation;

namespace OpenGradient.Models.Quantization;

/// <content>To 16 bits in as few columns of a proof as can be: one change of scale, whose factors are exact where scales have a common unit.</content>
internal sealed partial class IntegerLowering
{
    /// <summary>The value as <c>i16</c>, at the output scale or one that is a little larger; what is beyond the limit is cut.</summary>
    private FixedValue Narrowed(FixedValue value, ValueRange seen, double outputScale, int limit = NarrowLimit)
    {
        value = Wide(value);
        int shift = UnitOf(value) is { } unit && outputScale * LeastSteps <= Math.ScaleB(unit, ShortShift) ? ShortShift : TableShift;
        double scale = InSteps(value, outputScale, shift);
        bool isCut = !IsNear(value, seen) && !IsShort(value) && value.WorstCase / scale < Math.ScaleB(1, CutBits) && IsPrecise(value, scale, shift);
        if (isCut)
            return Cut(value, scale, shift, limit);
        return IsNear(value, seen) ? Indexed(value, outputScale, limit) : Fitted(value, outputScale, limit);
    }

    /// <summary>Between bounds that are those of 16 bits at the output scale, and then there: no table has to cut. By a table all the same, if the value has steps so large that it could come out beyond.</summary>
    private FixedValue Fitted(FixedValue value, double outputScale, int limit)
    {
        value = Kept(Comparable(value), outputScale * (limit - BoundRoom));
        double scale = InSteps(value, outputScale, TableShift);
        value = IsPrecise(value, scale, TableShift) ? value : Coarse(value);
        int shift = IsPrecise(value, scale, ShortShift) ? ShortShift : TableShift;
        if (Reach(value, scale, shift) > limit)
            return Indexed(value, outputScale, limit);
        DraftValue y = Emit("Cast", new Settings().Name("to", "i16"), ScaledTo(value, scale, shift));
        return FixedValue.Uniform(y, true, scale, Interval.Symmetric(limit));
    }

    /// <summary>The largest magnitude at another scale.</summary>
    private BigInteger Reach(FixedValue value, double scale, int shift) =>
        value.Intervals.Zip(Multipliers(value, scale, shift), (interval, multiplier) => Scaled(interval, multiplier, shift).Magnitude).Max();

    /// <summary>By a table that rounds and cuts: it depends on the ratio of its scales alone.</summary>
    private FixedValue Indexed(FixedValue value, double outputScale, int limit)
    {
        double ratio = Stepped(value.WorstCase / IndexLimit / outputScale);
        double indexScale = InSteps(value, ratio * outputScale, TableShift);
        return IsPrecise(value, indexScale, TableShift) ? ByTable(value, indexScale, indexScale / ratio, ratio, limit) : AtScale(value, outputScale, limit);
    }

    /// <summary>The same at exactly this scale.</summary>
    private FixedValue AtScale(FixedValue value, double outputScale, int limit = NarrowLimit)
    {
        double ratio = Stepped(value.WorstCase / IndexLimit / outputScale);
        value = IsPrecise(value, ratio * outputScale, TableShift) ? value : Coarse(value);
        return ByTable(value, ratio * outputScale, outputScale, ratio, limit);
    }

    private FixedValue ByTable(FixedValue value, double indexScale, double outputScale, double ratio, int limit)
    {
        BigInteger most = limit * ExactFunctions.One;
        Func<BigInteger, BigInteger> cut = limit == NarrowLimit ? Identity : x => BigInteger.Max(-most, BigInteger.Min(x, most));
        return Tabled(value, FunctionTable.Create(BoundNames.Table, cut, ratio, 1), indexScale, outputScale) with { Intervals = [Interval.Symmetric(limit)] };
    }

    /// <summary>At the output scale first, and then between bounds: those are fewer columns than bounds of what has more than 32.</summary>
    private FixedValue Cut(FixedValue value, double outputScale, int shift, int limit)
    {
        DraftValue y = ScaledTo(value, outputScale, shift);
        y = Emit("Max", null, Emit("Min", null, y, Constant(BoundNames.High, [limit], [])), Constant(BoundNames.Low, [-limit], []));
        return FixedValue.Uniform(Emit("Cast", new Settings().Name("to", "i16"), y), true, outputScale, Interval.Symmetric(limit));
    }

    private DraftValue ScaledTo(FixedValue value, double scale, int shift)
    {
        long[] multipliers = Multipliers(value, scale, shift);
        return Emit("FixedScale", ScaleSettings(value, shift), value.Value, Constant("multiplier", multipliers, [multipliers.Length]));
    }

    /// <summary>Whether its bounds fit the limbs of 32 bits.</summary>
    private static bool IsShort(FixedValue value) => value.Intervals.Max(static interval => interval.Magnitude) < BigInteger.One << ShortBits;

    /// <summary>A scale that is no less, at which the factors of the value are whole, if steps to it are small; else the scale itself.</summary>
    private static double InSteps(FixedValue value, double scale, int shift)
    {
        double steps = UnitOf(value) is { } unit ? Math.Floor(Math.ScaleB(unit, shift) / scale) : 0;
        return steps >= LeastSteps ? Math.ScaleB(UnitOf(value)!.Value, shift) / steps : scale;
    }

    /// <summary>What all scales are whole multiples of, few times at most; null if there is no such number.</summary>
    private static double? UnitOf(FixedValue value)
    {
        if (value.IsUniform)
            return value.Scale;
        double least = value.Scales.Min();
        if (value.Scales.All(scale => scale / least == Math.Round(scale / least) && scale <= least * MostUnits))
            return least;
        double unit = value.Scales.Min(static scale => Math.ScaleB(1, Math.ILogB(scale) - 52 + BitOperations.TrailingZeroCount(BitConverter.DoubleToInt64Bits(scale) | (1L << 52))));
        return value.Scales.Max() <= unit * MostUnits ? unit : null;
    }

    /// <summary>One scale by exact products; null if there is no common unit, or no room.</summary>
    private FixedValue? InUnits(FixedValue value)
    {
        if (UnitOf(value) is not { } unit)
            return null;
        long[] factors = [.. value.Scales.Select(scale => (long)(scale / unit))];
        Interval interval = Around(value) * new Interval(factors.Min(), factors.Max());
        return interval.IsSafe
            ? FixedValue.Uniform(Emit("Mul", null, value.Value, Constant("units", factors, AlongAxis(factors.Length, value.Axis))), false, unit, interval)
            : null;
    }

    private long[] Multipliers(FixedValue value, double scale, int shift) => [.. value.Scales.Select(old => Multiplier(old / scale, shift))];

    /// <summary>Whether the factors to a scale are whole, or large enough that rounding them does not count.</summary>
    private static bool IsPrecise(FixedValue value, double scale, int shift) => value.Scales.All(old =>
        Math.ScaleB(old / scale, shift) is var factor && (factor >= LeastFactor || Math.Abs(factor - Math.Round(factor)) <= factor * Math.ScaleB(1, -40)));

    private const int BoundRoom = 4; // a bound is rounded up, and so are factors and what comes to it
    private const int IndexLimit = 32_640; // a proof's bounds may be a little wider: an i16 can be -32,768 there
    private const int ShortBits = 31; // a sign and 31 bits are two limbs of 16
    private const int CutBits = 29; // 32 more, of the factor, and the sum stays below 62
    private const int LeastSteps = 8; // a scale rounded up to one of eight steps or more is at most an eighth larger: a sixth of a bit
    private const int MostUnits = 1 << 12; // factors of 12 bits on sums of up to 50 stay below Interval.Limit
    private const int LeastFactor = 1 << 14; // rounded by half at most, a factor is right to 2^-15, as an entry of 16 bits is
}
