using System.Numerics;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;

namespace OpenGradient.Models.Quantization;

/// <content>From one scale to another: tables, common scales, bounds.</content>
internal sealed partial class IntegerLowering
{
    private static BigInteger Identity(BigInteger x) => x;

    /// <summary>The value as <c>i16</c> with one scale.</summary>
    private FixedValue Narrow(int value)
    {
        FixedValue wide = Fixed(value);
        if (wide.IsNarrow)
            return wide;
        if (!_narrow.TryGetValue(value, out FixedValue? narrow))
            _narrow[value] = narrow = TryCast(wide) ?? Narrowed(wide, RangeOf(value), NarrowScale(value));
        return narrow;
    }

    /// <summary>The same integers in 16 bits, if they need no more; else null.</summary>
    private FixedValue? TryCast(FixedValue value) => value.IsUniform && value.Interval.Magnitude <= NarrowLimit
        ? value with { Value = Emit("Cast", new Settings().Name("to", "i16"), value.Value), IsNarrow = true }
        : null;

    /// <summary>The scale of a list of numbers: a power of two of which all are whole multiples, if that leaves them within the limit, so that nothing is rounded; else the largest fills it.</summary>
    private static double Grid(ReadOnlySpan<float> numbers, int limit)
    {
        double largest = 0;
        int exponent = int.MaxValue;
        foreach (float number in numbers)
        {
            if (number == 0f || !float.IsFinite(number))
                continue;
            largest = Math.Max(largest, Math.Abs((double)number));
            int bits = BitConverter.SingleToInt32Bits(number);
            int field = (bits >> 23) & 0xFF;
            int mantissa = (bits & 0x7FFFFF) | (field == 0 ? 0 : 0x800000);
            exponent = Math.Min(exponent, Math.Max(field, 1) - 150 + BitOperations.TrailingZeroCount(mantissa));
        }

        double step = largest == 0 ? 1 : Math.ScaleB(1, exponent);
        return largest <= step * limit ? step : Math.Max(largest, 1e-30) / limit;
    }

    /// <summary>The value as <c>i64</c> with one scale.</summary>
    private FixedValue Uniform(FixedValue value)
    {
        value = Wide(value);
        if (value.IsUniform)
            return value;
        if (value.Scales.Distinct().Count() == 1)
            return FixedValue.Uniform(value.Value, false, value.Scale, Around(value));
        return InUnits(value) ?? (IsCoarse(value) ? Rescaled(value, value.Scales.Max()) : Coarse(value));
    }

    private FixedValue Wide(FixedValue value) =>
        value.IsNarrow ? value with { Value = Emit("Cast", new Settings().Name("to", "i64"), value.Value), IsNarrow = false } : value;

    /// <summary>f of every element, as <c>i16</c> at the output scale, or <c>i64</c> if it has more bits, by a table of 65,536 entries.</summary>
    private FixedValue ApplyTable(FixedValue value, ValueRange seen, Func<BigInteger, BigInteger> function, double outputScale, int bits = NarrowBits, bool isCutWhereFlat = false)
    {
        value = Bounded(Wide(value), seen, isCutWhereFlat);
        double indexScale = Stepped(value.WorstCase / IndexLimit);
        value = IsPrecise(value, indexScale, TableShift) ? value : Coarse(value);
        FixedValue y = Tabled(value, FunctionTable.Create(BoundNames.Table, function, indexScale, outputScale, bits), indexScale, outputScale);
        return bits == NarrowBits ? y : y with { IsNarrow = false, Intervals = [Interval.Symmetric((BigInteger.One << bits) - 1)] };
    }

    /// <summary>The table of every element; the index is the element at its own scale.</summary>
    private FixedValue Tabled(FixedValue value, DraftConstant table, double indexScale, double outputScale)
    {
        int shift = IsPrecise(value, indexScale, ShortShift) ? ShortShift : TableShift;
        long[] multipliers = Multipliers(value, indexScale, shift);
        if (Reach(value, indexScale, shift) > NarrowLimit)
            throw Error("an index can leave its table", TooLarge);
        DraftValue y = Emit("FixedScale", ScaleSettings(value, shift), value.Value, Constant("multiplier", multipliers, [multipliers.Length]), DraftValue.Of(table));
        return FixedValue.Uniform(y, true, outputScale, Interval.Symmetric(NarrowLimit));
    }

    /// <summary>The next number that is 8/8, 8/7, 8/6 or 8/5 of a power of two: few scales make few tables, of which each costs a proof what 65,536 numbers do. Their inverses are whole numbers, times a power of two.</summary>
    private static double Stepped(double scale)
    {
        scale = Math.Max(scale, 1e-30);
        double power = Math.ScaleB(1.0, Math.ILogB(scale));
        return power * 8 / Math.Floor(8 * power / scale);
    }

    /// <summary>The same numbers at another scale.</summary>
    private FixedValue Rescaled(FixedValue value, double scale)
    {
        if (value.IsUniform && value.Scale == scale)
            return value;
        double ratio = value.Scales.Max() / scale;
        bool isExact = Math.ILogB(ratio) is >= -TableShift and var exponent && Math.ScaleB(1, exponent) == ratio;
        if (ratio < LeastRatio && !isExact && (value.IsUniform || !IsPrecise(value, scale, TableShift)))
            value = Halved(value, Math.Min(TableShift, -Math.ILogB(ratio) - 1));

        // To a finer scale, sixteen fractional bits are enough, and leave the product more room.
        int shift = value.Scales.Max() > scale || (isExact && IsPrecise(value, scale, ShortShift)) ? ShortShift : TableShift;
        long[] multipliers = [.. value.Scales.Select(old => Multiplier(old / scale, shift))];
        Interval interval = value.Intervals.Zip(multipliers, (x, m) => Scaled(x, m, shift)).Aggregate(static (x, y) => x.Or(y));
        if (value.Intervals.Zip(multipliers, static (x, m) => x.Magnitude * m).Max() >= Interval.Limit)
            throw Error("a product can leave 63 bits", TooLarge);
        DraftValue y = Emit("FixedScale", ScaleSettings(value, shift), value.Value, Constant("multiplier", multipliers, [multipliers.Length]));
        return FixedValue.Uniform(y, false, scale, interval);
    }

    /// <summary>Fewer bits, by a power of two, so that the factor that follows keeps its own.</summary>
    private FixedValue Halved(FixedValue value, int bits)
    {
        long multiplier = 1L << (TableShift - bits);
        return value with
        {
            Value = Emit("FixedScale", null, value.Value, Constant("multiplier", [multiplier], [1])),
            Scales = [.. value.Scales.Select(scale => Math.ScaleB(scale, bits))],
            Intervals = [.. value.Intervals.Select(_ => Scaled(Around(value), multiplier, TableShift))], // a proof does not tell outputs apart from here on
        };
    }

    /// <summary>Keeps the value within twice what was seen, if it could be far outside: a table's resolution would be lost on what never happens.</summary>
    private FixedValue Bounded(FixedValue value, ValueRange seen, bool isHarmless = false) => IsNear(value, seen) ? value : Kept(Comparable(value), seen.Magnitude * ClampFactor, isHarmless);

    /// <summary>Whether its worst case is no farther than tables may reach: of few numbers twice what was seen, because their bounds cost a proof less than a table; of many eight times.</summary>
    private static bool IsNear(FixedValue value, ValueRange seen) => value.WorstCase <= seen.Magnitude * (Tensor.CountElements(seen.Shape) < FewElements ? NearFactor : WorstCaseFactor);

    /// <summary>The value between a limit and its negative.</summary>
    private FixedValue Kept(FixedValue value, double limit, bool isHarmless = false)
    {
        (string above, string below) = isHarmless ? (BoundNames.Harmless, BoundNames.Harmless) : (BoundNames.High, BoundNames.Low);
        long[] high = [.. value.Scales.Select(scale => (long)Math.Min(Math.Ceiling(limit / scale), Math.ScaleB(1.0, 60)))];
        long[] low = [.. high.Select(static number => -number)];
        var shape = value.IsUniform ? [] : AlongAxis(high.Length, value.Axis);
        DraftValue y = Emit("Max", null, Emit("Min", null, value.Value, Constant(above, high, shape)), Constant(below, low, shape));
        return value with
        {
            Value = y,
            Intervals = [.. value.Intervals.Zip(high, static (interval, most) => new Interval(BigInteger.Max(interval.Low, -most), BigInteger.Min(interval.High, most)))],
        };
    }

    /// <summary>Fewer bits, if a difference to another number would leave what a proof compares.</summary>
    private FixedValue Comparable(FixedValue value)
    {
        if (value.Intervals.Max(static interval => interval.Magnitude) < BigInteger.One << ComparableBits)
            return value;
        return value with
        {
            Value = Emit("FixedScale", new Settings().Integer("shift", ShortShift), value.Value, Constant("multiplier", [1], [1])),
            Scales = [.. value.Scales.Select(static scale => Math.ScaleB(scale, ShortShift))],
            Intervals = [.. value.Intervals.Select(_ => Scaled(Around(value), 1, ShortShift))],
        };
    }

    /// <summary>Fewer bits, if there are more than a multiplier can take.</summary>
    private FixedValue Coarse(FixedValue value, int bits = CoarseBits)
    {
        BigInteger most = value.Intervals.Max(static interval => interval.Magnitude);
        return most < BigInteger.One << bits ? value : Rescaled(value, value.Scales.Max() * Math.ScaleB(1.0, (int)most.GetBitLength() - bits + 1));
    }

    private static bool IsCoarse(FixedValue value) => value.Intervals.Max(static interval => interval.Magnitude) < BigInteger.One << CoarseBits;

    private static Settings? ScaleSettings(FixedValue value, int shift)
    {
        Settings? axis = value.IsUniform || value.Axis == -1 ? null : new Settings().Integer("axis", value.Axis);
        return shift == TableShift ? axis : (axis ?? new Settings()).Integer("shift", shift);
    }

    private long Multiplier(double ratio, int shift) => ratio < Math.ScaleB(1.0, 60 - shift) ? (long)Math.Round(Math.ScaleB(ratio, shift)) : throw Error("the numbers of its operands are of too different sizes", TooLarge);

    private static Interval Around(FixedValue value) => value.Intervals.Aggregate(static (x, y) => x.Or(y));

    private static Interval Scaled(Interval interval, long multiplier, int shift) => new(Scaled(interval.Low, multiplier, shift), Scaled(interval.High, multiplier, shift));

    private static BigInteger Scaled(BigInteger x, long multiplier, int shift) => ((x * multiplier) + (BigInteger.One << (shift - 1))) >> shift;

    private const double ClampFactor = 2; // one bit of room for inputs that calibration did not show; each further one takes one from those that it did
    private const double NearFactor = 2.125; // what was kept within twice as much is near
    private const double WorstCaseFactor = 8; // three bits less in a table, for which a proof of many elements saves the columns of two bounds (see FewElements)
    private const int FewElements = 1 << 12; // two bounds cost a proof about eight columns, a table 2^16 cells once: of 2^12 elements bounds are the half of that
    private const int CoarseBits = 30; // a factor of 32 bits and the sum of two products stay below the 2^63 of a product, and 30 bits are a million times finer than 10
    private const int ComparableBits = 60; // a difference of two stays below 2^61, which a proof tells apart (proof-1 section 9)
    private const int TableShift = 32; // exec-1 section 21: FixedScale shifts by 16 or 32
    private const int ShortShift = 16; // the other: its remainder is one column of a proof instead of two
    private const double LeastRatio = 1.0 / (1 << 12); // below it a factor in units of 2^-32 has fewer than 20 bits
}
