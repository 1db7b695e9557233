using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using OpenGradient.Models.Compilation;
using OpenGradient.Programs;
using static OpenGradient.Models.Quantization.StepSettings;

namespace OpenGradient.Models.Quantization;

/// <content>Sums, products, quotients, reductions.</content>
internal sealed partial class IntegerLowering
{
    private FixedValue Sum(Step step, string name, int output)
    {
        if ((TryOffset(step.Inputs[0], step.Inputs[1], name) ?? (name == "Add" ? TryOffset(step.Inputs[1], step.Inputs[0], name) : null)) is { } offset)
            return offset;
        (FixedValue x, FixedValue y) = IsConstant(step.Inputs[1]) ? BesideTerm(step.Inputs[0], step.Inputs[1])
            : IsConstant(step.Inputs[0]) && BesideTerm(step.Inputs[1], step.Inputs[0]) is var (term, constant) ? (constant, term)
            : BesideMask(step.Inputs[0], step.Inputs[1]) is var (left, mask) ? (left, mask)
            : BesideMask(step.Inputs[1], step.Inputs[0]) is var (right, other) ? (other, right)
            : Beside(Fixed(step.Inputs[0]), Fixed(step.Inputs[1]), RangeOf(output));
        return Safe(FixedValue.Uniform(Emit(name, null, x.Value, y.Value), false, x.Scale, name == "Add" ? x.Interval + y.Interval : x.Interval - y.Interval));
    }

    /// <summary>A value and a constant that it is added to: at the value's scale, or a coarser one if that leaves the constant no room. What is far beyond all of both, such as a mask, stays only just as far.</summary>
    private (FixedValue Term, FixedValue Constant) BesideTerm(int value, int constant)
    {
        FixedValue x = Uniform(Fixed(value));
        double largest = Weights(constant).Elements.Select(static number => Math.Abs((double)number)).DefaultIfEmpty().Max();
        largest = Math.Min(largest, Math.Max(1, RangeOf(value).Magnitude) * FarAway);
        x = largest / x.Scale >= TermRoom ? Coarse(x) : x;
        x = largest / x.Scale >= TermRoom ? Rescaled(x, Math.ScaleB(1, Math.ILogB(largest) - TermBits + 1)) : Refined(x, constant, Math.Max(RangeOf(value).Magnitude, largest) * ConstantPrecision);
        return (x, ConstantAt(constant, x.Scale, Math.Ceiling(largest / x.Scale)));
    }

    /// <summary>A value beside one of few numbers in units as large as all that was seen of it, such as 1 - mask times -1e38: as far beyond as bits go. Null if it is something else.</summary>
    private (FixedValue X, FixedValue Mask)? BesideMask(int value, int mask)
    {
        if (Fixed(mask) is not { IsUniform: true } far || far.Interval.Magnitude > MaskNumbers || far.Scale < RangeOf(value).Magnitude)
            return null;
        FixedValue x = Coarse(Uniform(Fixed(value)));
        double most = Math.ScaleB(1, TermBits) / (double)BigInteger.Max(BigInteger.One, far.Interval.Magnitude);
        var units = (long)Math.Round(Math.Min(far.Scale / x.Scale, most));
        return (x, FixedValue.Uniform(Emit("Mul", null, Wide(far).Value, Constant("units", [units], [])), false, x.Scale, new Interval(far.Interval.Low * units, far.Interval.High * units)));
    }

    /// <summary>A constant added to, or taken from, sums of which each output has its own scale: a bias. Null if it is something else.</summary>
    private FixedValue? TryOffset(int value, int constant, string name)
    {
        if (!IsConstant(constant) || IsConstant(value) || (Features(value) ?? Fixed(value)) is not { IsUniform: false } sums)
            return null;
        (float[] numbers, ImmutableArray<long> shape) = Weights(constant);
        bool isOneForEach = sums.IsOfFeatures ? IsFeatureConstant(constant, sums.Scales.Length) : shape.SequenceEqual(AlongAxis(sums.Scales.Length, sums.Axis));
        if (!isOneForEach || numbers.Zip(sums.Scales).Any(static pair => Math.Abs(pair.First) / pair.Second > BiasRoom))
            return null;
        int sign = name == "Add" ? 1 : -1;
        long[] bias = [.. numbers.Select((number, index) => sign * (long)Math.Round(Math.Clamp(number / sums.Scales[index], -BiasLimit, BiasLimit)))];
        sums = Wide(sums);
        return Safe(sums with
        {
            Value = Emit("Add", null, sums.Value, Constant("bias", bias, shape)),
            Intervals = [.. sums.Intervals.Select((interval, index) => interval + new Interval(bias[index], bias[index]))],
        });
    }

    private FixedValue Extreme(Step step, string name)
    {
        (FixedValue x, FixedValue y) = Aligned(step, RangeOf(step.Inputs[0]));
        return FixedValue.Uniform(Emit(name, null, x.Value, y.Value), false, x.Scale, x.Interval.Or(y.Interval));
    }

    /// <summary>Both operands at one scale: the finer one, if that leaves them room; at most as fine as 2^-30 of what was seen.</summary>
    private (FixedValue X, FixedValue Y) Aligned(Step step, ValueRange seen)
    {
        if (IsConstant(step.Inputs[1]))
            return WithConstant(Uniform(Fixed(step.Inputs[0])), step.Inputs[0], step.Inputs[1]);
        if (IsConstant(step.Inputs[0]))
        {
            (FixedValue partner, FixedValue constant) = WithConstant(Uniform(Fixed(step.Inputs[1])), step.Inputs[1], step.Inputs[0]);
            return (constant, partner);
        }

        return Aligned(Fixed(step.Inputs[0]), Fixed(step.Inputs[1]), seen);
    }

    private (FixedValue X, FixedValue Y) Aligned(FixedValue x, FixedValue y, ValueRange seen)
    {
        x = Uniform(x);
        y = Uniform(y);
        if (x.Scale == y.Scale)
            return (x, y);
        if ((x.Scale > y.Scale ? InSmallerUnits(x, y.Scale) : InSmallerUnits(y, x.Scale)) is { } smaller)
            return x.Scale > y.Scale ? (smaller, y) : (x, smaller);
        double scale = Math.Max(Math.Min(x.Scale, y.Scale), Math.Max(seen.Magnitude, Math.Max(x.WorstCase, y.WorstCase)) * Math.ScaleB(1.0, -CoarseBits));
        return (Rescaled(Coarse(x), scale), Rescaled(Coarse(y), scale));
    }

    /// <summary>Sums with weights beside a value with one scale, which stays as it is or in units that are smaller by a power of two: what is added up again and again, layer by layer, costs a proof nothing.</summary>
    private (FixedValue X, FixedValue Y) Beside(FixedValue x, FixedValue y, ValueRange seen)
    {
        if (x.IsUniform == y.IsUniform)
            return Aligned(x, y, seen);
        (FixedValue kept, FixedValue sums) = x.IsUniform ? (Wide(x), y) : (Wide(y), x);
        int finer = SumBits + Math.ILogB(kept.Scale / seen.Magnitude);
        double scale = Math.ScaleB(kept.Scale, finer is < 0 and > -SpareBits ? 0 : -finer);
        if (sums.WorstCase / scale >= Math.ScaleB(1, CutBits))
            return Aligned(x, y, seen);
        FixedValue fine = InSmallerUnits(kept, scale) ?? Rescaled(Coarse(kept), scale);
        sums = Rescaled(sums, scale);
        return x.IsUniform ? (fine, sums) : (sums, fine);
    }

    /// <summary>The value times a whole number; null if it would be none, or leave others no room.</summary>
    private FixedValue? InSmallerUnits(FixedValue value, double scale)
    {
        double factor = value.Scale / scale;
        if (factor == 1)
            return value;
        if (factor != Math.Round(factor) || factor >= TermRoom || value.Interval.Magnitude * (BigInteger)factor >= BigInteger.One << SummandBits)
            return null;
        DraftValue y = Emit("Mul", null, value.Value, Constant("units", [(long)factor], []));
        return FixedValue.Uniform(y, false, scale, value.Interval * new Interval((BigInteger)factor, (BigInteger)factor));
    }

    /// <summary>A constant at its partner's scale; one that is far beyond everything that was seen stays only just as far.</summary>
    private (FixedValue X, FixedValue Constant) WithConstant(FixedValue x, int value, int constant)
    {
        x = Refined(x, constant, RangeOf(value).Magnitude * ConstantPrecision);
        return (x, ConstantAt(constant, x.Scale, FarFrom(x, value)));
    }

    /// <summary>Beyond it a constant is only far away from everything that was seen.</summary>
    private double FarFrom(FixedValue x, int value) => Math.Min(ComparableLimit, Math.Max(1, RangeOf(value).Magnitude / x.Scale) * FarAway);

    /// <summary>A value of few bits, such as twice a truth value, in smaller units, if those that it has are too large for a constant beside it.</summary>
    private FixedValue Refined(FixedValue x, int constant, double tolerance)
    {
        float[] numbers = [.. Weights(constant).Elements.Where(number => float.IsFinite(number) && Math.Abs(number) < x.Scale * ComparableLimit)];
        double Missed(double scale) => numbers.Select(number => Math.Abs(number - (Math.Round(number / scale) * scale))).DefaultIfEmpty().Max();
        if (Missed(x.Scale) <= tolerance)
            return x;
        int room = Math.Max(0, CoarseBits - 1 - (int)x.Interval.Magnitude.GetBitLength());
        int bits = Enumerable.Range(0, room).FirstOrDefault(bits => Missed(Math.ScaleB(x.Scale, -bits)) <= tolerance * ConstantPrecision, room);
        if (bits == 0)
            return x;
        DraftValue units = Emit("Mul", null, Wide(x).Value, Constant("units", [1L << bits], []));
        return FixedValue.Uniform(units, false, Math.ScaleB(x.Scale, -bits), new Interval(x.Interval.Low << bits, x.Interval.High << bits));
    }

    /// <summary>A constant in units of its partner's scale; what is infinite, or beyond the limit, is the limit.</summary>
    private FixedValue ConstantAt(int value, double scale, double limit = BiasLimit) => ConstantAt(value, scale, limit, Math.Round);

    private FixedValue ConstantAt(int value, double scale, double limit, Func<double, double> round)
    {
        (float[] elements, ImmutableArray<long> shape) = Weights(value);
        long[] integers = [.. elements.Select(element => (long)round(Math.Clamp(element / scale, -limit, limit)))];
        var interval = new Interval(integers.DefaultIfEmpty().Min(), integers.DefaultIfEmpty().Max());
        return FixedValue.Uniform(Constant("constant", integers, shape), false, scale, interval);
    }

    private FixedValue Product(Step step, int output)
    {
        if (TryScalar(step.Inputs[1]) is { } factor)
            return Multiplied(Fixed(step.Inputs[0]), factor);
        if (TryScalar(step.Inputs[0]) is { } other)
            return Multiplied(Fixed(step.Inputs[1]), other);
        if ((TryFactors(step.Inputs[0], step.Inputs[1], isQuotient: false) ?? TryFactors(step.Inputs[1], step.Inputs[0], isQuotient: false)) is { } features)
            return features;
        FixedValue x = Coarse(Bounded(Uniform(Fixed(step.Inputs[0])), RangeOf(step.Inputs[0])));
        FixedValue y = step.Inputs[0] == step.Inputs[1] ? x : Coarse(Bounded(Uniform(Fixed(step.Inputs[1])), RangeOf(step.Inputs[1])));
        var product = FixedValue.Uniform(Emit("Mul", null, x.Value, y.Value), false, x.Scale * y.Scale, x.Interval * y.Interval);
        return Bounded(Safe(product), RangeOf(output));
    }

    /// <summary>x^p for a constant p: a square, a root, or a table.</summary>
    private FixedValue Power(Step step, int output) => TryScalar(step.Inputs[1]) switch
    {
        2 => Product(step with { Inputs = [step.Inputs[0], step.Inputs[0]] }, output),
        0.5 => Root(step.Inputs[0]),
        { } exponent when exponent != Math.Round(exponent) => ApplyTable(Fixed(step.Inputs[0]), RangeOf(step.Inputs[0]), TableFunctions.Power(exponent), NarrowScale(output)),
        _ => throw Error("its exponent is computed, or is a whole number, for sizes that a run chooses", "give the inputs fixed sizes, or write the power as products"),
    };

    /// <summary>A positive factor changes what the integers stand for, not the integers.</summary>
    private FixedValue Multiplied(FixedValue value, double factor) => factor switch
    {
        > 0 => value with { Scales = [.. value.Scales.Select(scale => scale * factor)] },
        < 0 => Multiplied(Negated(value), -factor),
        _ => FixedValue.Uniform(Emit("Mul", null, Wide(value).Value, Constant("zero", [0], [])), false, value.Scales.Max(), Interval.Symmetric(BigInteger.Zero)),
    };

    private FixedValue Negated(FixedValue value)
    {
        FixedValue wide = Wide(value);
        return wide with { Value = Emit("Neg", null, wide.Value), Intervals = [.. wide.Intervals.Select(static interval => new Interval(-interval.High, -interval.Low))] };
    }

    private FixedValue Reduced(Step step, int output, bool isMean)
    {
        bool hasChosenSize = HasNamedSizes || ReducesBatch(step);
        if (isMean && hasChosenSize)
            throw Error("it is a mean over a size that a run chooses", FixedSizes);
        FixedValue x = hasChosenSize ? Coarse(Uniform(Fixed(step.Inputs[0]))) : Uniform(Fixed(step.Inputs[0]));
        long count = hasChosenSize ? int.MaxValue : Elements(step.Inputs[0]) / Math.Max(1, Elements(output));
        if (x.Interval.Magnitude * count >= Interval.Limit)
            x = Coarse(x);
        DraftValue sum = _draft.AddStep("ReduceSum", 1, new Settings().Copy(step.Attributes), [x.Value, step.Inputs.Length > 1 && step.Inputs[1] != Step.Absent ? Plain(step.Inputs[1]) : null]).Outputs[0];
        var interval = new Interval(x.Interval.Low * count, x.Interval.High * count);
        return Safe(FixedValue.Uniform(sum, false, isMean ? x.Scale / count : x.Scale, interval));
    }

    /// <summary>Whether the first axis is reduced, and a run chooses its size.</summary>
    private bool ReducesBatch(Step step)
    {
        if (!_program.Inputs.Any(static input => input.Shape is [string first, ..] && !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return false;
        int rank = RangeOf(step.Inputs[0]).Shape.Length;
        if (step.Inputs.Length < 2 || step.Inputs[1] == Step.Absent)
            return Integer(step, "first_axis", 0) == 0;
        if (!IsConstant(step.Inputs[1]))
            return true;
        ReadOnlySpan<long> axes = MemoryMarshal.Cast<byte, long>(_constants.Read(step.Inputs[1] - _program.Inputs.Length).Span);
        return axes.IsEmpty || axes.ContainsAny(0, -rank);
    }

    /// <summary>e^(x - max) by a table, divided by its sum: 24 fractional bits.</summary>
    private FixedValue Softmax(FixedValue x, ImmutableArray<long> shape, long axis)
    {
        (DraftValue powers, DraftValue sum) = Powers(x, shape, axis);
        DraftValue y = Emit("FixedDiv", new Settings().Integer("shift", CalibratedBits), powers, sum);
        return FixedValue.Uniform(y, false, Math.ScaleB(1.0, -CalibratedBits), new Interval(BigInteger.Zero, BigInteger.One << CalibratedBits)); // no power is larger than their sum
    }

    /// <summary>The same along the last axis with as much as 16 bits hold for 1, rounded once.</summary>
    private FixedValue NarrowSoftmax(FixedValue x, ImmutableArray<long> shape)
    {
        (DraftValue powers, DraftValue sum) = Powers(x, shape, axis: -1);
        DraftValue scaled = Emit("Mul", null, powers, Constant("one", [NarrowLimit], []));
        DraftValue y = Emit("Cast", new Settings().Name("to", "i16"), Emit("FixedDiv", null, scaled, sum));
        return FixedValue.Uniform(y, true, 1.0 / NarrowLimit, new Interval(BigInteger.Zero, NarrowLimit));
    }

    /// <summary>e^(x - max), and their sums.</summary>
    private (DraftValue Powers, DraftValue Sum) Powers(FixedValue x, ImmutableArray<long> shape, long axis)
    {
        DraftValue axes = Constant("axes", [axis], [1]);
        x = Uniform(x);
        DraftValue below = Emit("Sub", null, x.Value, Emit("ReduceMax", null, x.Value, axes));
        var difference = FixedValue.Uniform(below, false, x.Scale, x.Interval - x.Interval); // a proof does not know that it is not positive
        FixedValue powers = Wide(ApplyTable(difference, new ValueRange(-SoftmaxReach, 0, shape), ExactFunctions.Exp, 1.0 / NarrowLimit));
        return (powers.Value, Emit("ReduceSum", null, powers.Value, axes));
    }

    /// <summary>The number in a constant of one element; null if it is something else.</summary>
    private double? TryScalar(int value) => IsConstant(value) && Weights(value).Elements is [float only] && float.IsFinite(only) ? only : null;

    private long Elements(int value) => Tensor.CountElements(RangeOf(value).Shape);

    private FixedValue Safe(FixedValue value) => value.Intervals.All(static interval => interval.IsSafe) ? value : throw Error("a number can leave 63 bits", TooLarge);

    private const double FarAway = 1 << 24; // binary32 has 24 bits: beside what is farther, a float model has nothing left of what was seen either
    private const double ConstantPrecision = 1.0 / (1 << 14); // of what was seen: half a step of 15 bits, the least that a value of 16 bits can show
    private const double ComparableLimit = 1L << ComparableBits; // in steps, of a constant beside such a value
    private const int SumBits = 19; // less than an eighth of a step of 16 bits
    private const int SpareBits = 5; // InputRoomBits: a value that came in has its scale already with that much to spare, and is left alone
    private const int SummandBits = 56; // 64 summands at one scale stay below the 2^62 of Interval.Limit
    private const int TermBits = 58; // 16 terms stay below Interval.Limit
    private const int MaskNumbers = 256; // a mask has two numbers or a few, as whole units; a value of more than 8 bits is a value
    private const double TermRoom = 1L << TermBits; // in steps
    private const double SoftmaxReach = 8; // twice as far, e^-16, is 0 in 16 bits
}
